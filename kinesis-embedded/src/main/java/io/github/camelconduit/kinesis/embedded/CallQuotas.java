package io.github.camelconduit.kinesis.embedded;

import java.util.Map;

/** AWS's quotas on calls a second (developer guide, "Quotas and limits", and the API reference). */
final class CallQuotas {

    static final Map<String, Integer> AWS = Map.ofEntries(
            Map.entry("AddTagsToStream", 5),
            Map.entry("CreateStream", 5),
            Map.entry("DecreaseStreamRetentionPeriod", 5),
            Map.entry("DeleteStream", 5),
            Map.entry("DeregisterStreamConsumer", 5),
            Map.entry("DescribeLimits", 1),
            Map.entry("DescribeStream", 10),
            Map.entry("DescribeStreamConsumer", 20),
            Map.entry("DescribeStreamSummary", 20),
            Map.entry("IncreaseStreamRetentionPeriod", 5),
            Map.entry("ListShards", 1_000),
            Map.entry("ListStreamConsumers", 5),
            Map.entry("ListStreams", 5),
            Map.entry("ListTagsForStream", 5),
            Map.entry("MergeShards", 5),
            Map.entry("RegisterStreamConsumer", 5),
            Map.entry("RemoveTagsFromStream", 5),
            Map.entry("SplitShard", 5),
            Map.entry("UpdateShardCount", 10));

    private CallQuotas() {}
}
