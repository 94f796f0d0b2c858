package io.github.camelconduit.kinesis.embedded.fault;

import java.util.Set;

/**
 * The operations of AWS's API. Faults can be set for all of them: those that the server does not have are refused as
 * unknown, but a fault hits them before that.
 */
final class ApiOperations {

    static final Set<String> NAMES = Set.of(
            "AddTagsToStream",
            "CreateStream",
            "DecreaseStreamRetentionPeriod",
            "DeleteResourcePolicy",
            "DeleteStream",
            "DeregisterStreamConsumer",
            "DescribeAccountSettings",
            "DescribeLimits",
            "DescribeStream",
            "DescribeStreamConsumer",
            "DescribeStreamSummary",
            "DisableEnhancedMonitoring",
            "EnableEnhancedMonitoring",
            "GetRecords",
            "GetResourcePolicy",
            "GetShardIterator",
            "IncreaseStreamRetentionPeriod",
            "ListShards",
            "ListStreamConsumers",
            "ListStreams",
            "ListTagsForResource",
            "ListTagsForStream",
            "MergeShards",
            "PutRecord",
            "PutRecords",
            "PutResourcePolicy",
            "RegisterStreamConsumer",
            "RemoveTagsFromStream",
            "SplitShard",
            "StartStreamEncryption",
            "StopStreamEncryption",
            "SubscribeToShard",
            "TagResource",
            "UntagResource",
            "UpdateAccountSettings",
            "UpdateMaxRecordSize",
            "UpdateShardCount",
            "UpdateStreamMode",
            "UpdateStreamWarmThroughput");

    private ApiOperations() {}

    /** @throws IllegalArgumentException when there is no such operation */
    static String checked(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "operation must be one of Kinesis's API, such as PutRecords, was " + name);
        }
        return name;
    }
}
