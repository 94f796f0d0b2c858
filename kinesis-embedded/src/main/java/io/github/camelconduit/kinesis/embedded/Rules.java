package io.github.camelconduit.kinesis.embedded;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The service's limits and times, each settable, all in this one place.
 *
 * <p>{@link #aws()} holds what AWS's API reference and quotas say; {@link #fast()} is for tests: the same limits on what a
 * request may hold, short times, nothing throttled. A value to change is changed on the builder: {@code
 * Rules.aws().toBuilder().consumersPerStream(2).build()}. Immutable.
 *
 * <p>A rate is a bucket that holds one second's worth and fills evenly. Calls in process ({@link EmbeddedKinesis#put}) are
 * not throttled.
 *
 * @param subscriptionLifetime how long a subscription lasts before the server ends it normally; AWS: five minutes
 * @param idleEventInterval the time after which a subscription without records gets an empty event
 * @param resubscribeInterval how long after a successful SubscribeToShard the next one for the same consumer and shard gets
 *     ResourceInUseException, whether the first is still open or not; later it takes over; AWS: five
 *     seconds
 * @param takeoverCompletes whether a subscription that a later call takes over is completed like one whose time is over, in place
 *     of an exception frame; AWS: it ends or fails
 * @param subscribeCallsPerSecond SubscribeToShard calls for one consumer and shard, more get LimitExceededException; 0: no limit
 * @param pushBytesPerSecond data and keys pushed for one consumer and shard, a renewal included; 0: no limit
 * @param pushDelay how long a record is held back from subscriptions; zero pushes at once
 * @param maxEventRecords records in one event at most
 * @param maxEventBytes data of the records in one event at most; a single larger record still travels
 * @param maxRecordBytes data and partition key (UTF-8) of a record at most, on streams for which CreateStream or
 *     UpdateMaxRecordSize says nothing else
 * @param maxPartitionKeyLength code points of a partition key at most
 * @param maxRequestRecords records of a PutRecords request at most
 * @param maxRequestBytes data and partition keys of a PutRecords request at most
 * @param shardWriteRecordsPerSecond records written to one shard, more get ProvisionedThroughputExceededException; 0: no limit
 * @param shardWriteBytesPerSecond data and keys written to one shard, likewise
 * @param consumersPerStream registered stream consumers of a stream at most
 * @param consumersCreating stream consumers of a stream that may be CREATING at once
 * @param consumerCreationTime how long a new consumer is CREATING
 * @param consumerDeletionTime how long a deregistered consumer is DELETING
 * @param streamCreationTime how long a stream made by CreateStream is CREATING
 * @param streamUpdateTime how long a stream is UPDATING after a call that changes it, resharding among them; the change takes
 *     effect at the end
 * @param streamDeletionTime how long a deleted stream is DELETING
 * @param streamsCreating streams of the account that may be CREATING at once; those of the builder and of calls in process
 *     never are
 * @param maxShards open shards of all streams of the account together at most
 * @param onDemandStreams on-demand streams of the account at most, those that become on-demand when their update is over
 *     included; more get LimitExceededException
 * @param onDemandShards shards that a new on-demand stream has
 * @param maxUpdateShardCount shards that UpdateShardCount gives a stream at most; one with more can only be scaled to fewer
 *     than this
 * @param shardCountUpdatesPerDay UpdateShardCount calls for a stream in 24 hours; 0: no limit
 * @param streamModeUpdatesPerDay UpdateStreamMode calls for a stream in 24 hours; 0: no limit
 * @param tagsPerResource tags of a stream or a consumer at most
 * @param pageSize entries of a DescribeStream, ListStreams or ListStreamConsumers answer at most
 * @param listShardsPageSize shards of a ListShards answer at most; AWS: 1,000
 * @param nextTokenLifetime how long a NextToken can be used; AWS: 300 s
 * @param shardIteratorLifetime how long a shard iterator can be used; AWS: five minutes
 * @param shardIteratorsPerSecond GetShardIterator calls for one shard, more get ProvisionedThroughputExceededException; 0: no limit
 * @param getRecordsPerSecond GetRecords calls for one shard, likewise
 * @param shardReadBytesPerSecond data and keys read from one shard by GetRecords; the next call after too much gets
 *     ProvisionedThroughputExceededException; 0: no limit
 * @param getRecordsLimit records of a GetRecords answer at most
 * @param getRecordsBytes data in a GetRecords answer at most; a single larger record still travels
 * @param callsPerSecond calls of an operation in the whole account, or for a stream where {@link #CALLS_COUNTED_BY_STREAM}
 *     says so, more get LimitExceededException; an operation that is not in it has no limit
 * @param retentionPeriod how long a new stream keeps records; calls can change it for a stream
 * @param refuseTrimmedPositions whether AT_SEQUENCE_NUMBER and AFTER_SEQUENCE_NUMBER of a record that is no longer retained
 *     get InvalidArgumentException in place of the oldest record; AWS does the one or the other
 * @param maxStreamsPerConnection HTTP/2 streams a connection may have open at once
 */
public record Rules(
        Duration subscriptionLifetime,
        Duration idleEventInterval,
        Duration resubscribeInterval,
        boolean takeoverCompletes,
        int subscribeCallsPerSecond,
        int pushBytesPerSecond,
        Duration pushDelay,
        int maxEventRecords,
        int maxEventBytes,
        int maxRecordBytes,
        int maxPartitionKeyLength,
        int maxRequestRecords,
        int maxRequestBytes,
        int shardWriteRecordsPerSecond,
        int shardWriteBytesPerSecond,
        int consumersPerStream,
        int consumersCreating,
        Duration consumerCreationTime,
        Duration consumerDeletionTime,
        Duration streamCreationTime,
        Duration streamUpdateTime,
        Duration streamDeletionTime,
        int streamsCreating,
        int maxShards,
        int onDemandStreams,
        int onDemandShards,
        int maxUpdateShardCount,
        int shardCountUpdatesPerDay,
        int streamModeUpdatesPerDay,
        int tagsPerResource,
        int pageSize,
        int listShardsPageSize,
        Duration nextTokenLifetime,
        Duration shardIteratorLifetime,
        int shardIteratorsPerSecond,
        int getRecordsPerSecond,
        int shardReadBytesPerSecond,
        int getRecordsLimit,
        int getRecordsBytes,
        Map<String, Integer> callsPerSecond,
        Duration retentionPeriod,
        boolean refuseTrimmedPositions,
        int maxStreamsPerConnection) {

    /** Operations of whose calls every stream has {@link #callsPerSecond} of its own (API reference). */
    public static final Set<String> CALLS_COUNTED_BY_STREAM =
            Set.of("DeregisterStreamConsumer", "DescribeStreamConsumer", "ListShards", "ListStreamConsumers");

    public Rules {
        positive("subscriptionLifetime", subscriptionLifetime);
        positive("idleEventInterval", idleEventInterval);
        notNegative("resubscribeInterval", resubscribeInterval);
        notNegative("subscribeCallsPerSecond", subscribeCallsPerSecond);
        notNegative("pushBytesPerSecond", pushBytesPerSecond);
        notNegative("pushDelay", pushDelay);
        positive("maxEventRecords", maxEventRecords);
        positive("maxEventBytes", maxEventBytes);
        positive("maxRecordBytes", maxRecordBytes);
        positive("maxPartitionKeyLength", maxPartitionKeyLength);
        positive("maxRequestRecords", maxRequestRecords);
        positive("maxRequestBytes", maxRequestBytes);
        notNegative("shardWriteRecordsPerSecond", shardWriteRecordsPerSecond);
        notNegative("shardWriteBytesPerSecond", shardWriteBytesPerSecond);
        positive("consumersPerStream", consumersPerStream);
        positive("consumersCreating", consumersCreating);
        notNegative("consumerCreationTime", consumerCreationTime);
        notNegative("consumerDeletionTime", consumerDeletionTime);
        notNegative("streamCreationTime", streamCreationTime);
        notNegative("streamUpdateTime", streamUpdateTime);
        notNegative("streamDeletionTime", streamDeletionTime);
        positive("streamsCreating", streamsCreating);
        positive("maxShards", maxShards);
        positive("onDemandStreams", onDemandStreams);
        positive("onDemandShards", onDemandShards);
        positive("maxUpdateShardCount", maxUpdateShardCount);
        notNegative("shardCountUpdatesPerDay", shardCountUpdatesPerDay);
        notNegative("streamModeUpdatesPerDay", streamModeUpdatesPerDay);
        positive("tagsPerResource", tagsPerResource);
        positive("pageSize", pageSize);
        positive("listShardsPageSize", listShardsPageSize);
        positive("nextTokenLifetime", nextTokenLifetime);
        positive("shardIteratorLifetime", shardIteratorLifetime);
        notNegative("shardIteratorsPerSecond", shardIteratorsPerSecond);
        notNegative("getRecordsPerSecond", getRecordsPerSecond);
        notNegative("shardReadBytesPerSecond", shardReadBytesPerSecond);
        positive("getRecordsLimit", getRecordsLimit);
        positive("getRecordsBytes", getRecordsBytes);
        callsPerSecond = Map.copyOf(callsPerSecond);
        callsPerSecond.forEach((call, rate) -> positive("callsPerSecond of " + call, rate));
        positive("retentionPeriod", retentionPeriod);
        positive("maxStreamsPerConnection", maxStreamsPerConnection);
    }

    /** AWS's values. What takes AWS seconds to minutes without a promise takes one second here. */
    public static Rules aws() {
        return new RulesBuilder().build();
    }

    /**
     * AWS's limits with short times and without throttling: everything is ACTIVE at once, a takeover is possible after 200
     * ms, and writes and reads go as fast as they can.
     */
    public static Rules fast() {
        return new RulesBuilder()
                .idleEventInterval(Duration.ofMillis(200))
                .resubscribeInterval(Duration.ofMillis(200))
                .consumerCreationTime(Duration.ZERO)
                .consumerDeletionTime(Duration.ZERO)
                .streamCreationTime(Duration.ZERO)
                .streamUpdateTime(Duration.ZERO)
                .streamDeletionTime(Duration.ZERO)
                .unthrottled()
                .build();
    }

    /** A builder that starts from these rules. */
    public RulesBuilder toBuilder() {
        return new RulesBuilder(this);
    }

    private static void positive(String rule, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("Rule %s must be positive, was %s".formatted(rule, value));
        }
    }

    private static void notNegative(String rule, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("Rule %s must not be negative, was %s".formatted(rule, value));
        }
    }

    private static void positive(String rule, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("Rule %s must be positive, was %d".formatted(rule, value));
        }
    }

    private static void notNegative(String rule, int value) {
        if (value < 0) {
            throw new IllegalArgumentException("Rule %s must not be negative, was %d".formatted(rule, value));
        }
    }
}
