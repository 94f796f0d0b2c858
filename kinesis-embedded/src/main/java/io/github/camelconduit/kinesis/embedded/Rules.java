package io.github.camelconduit.kinesis.embedded;

import java.time.Duration;

/**
 * The service's limits and times, each settable, all in this one place.
 *
 * <p>{@link #aws()} holds what AWS's API reference and quotas say; {@link #fast()} the same limits with times for tests.
 * A value to change is changed on the builder: {@code Rules.aws().toBuilder().consumersPerStream(2).build()}. Immutable.
 *
 * @param subscriptionLifetime how long a subscription lasts before the server ends it normally; AWS: five minutes
 * @param idleEventInterval    the time after which a subscription without records gets an empty event
 * @param resubscribeInterval  how long after a successful SubscribeToShard the next one for the same consumer and shard
 *                             gets ResourceInUseException, whether the first is still open or not; later it takes over;
 *                             AWS: five seconds
 * @param pushDelay            how long a record is held back from subscriptions; zero pushes at once
 * @param maxEventRecords      records in one event at most
 * @param maxEventBytes        data of the records in one event at most; a single larger record still travels
 * @param maxRecordBytes       data and partition key (UTF-8) of a record at most
 * @param maxPartitionKeyLength code points of a partition key at most
 * @param maxRequestRecords    records of a PutRecords request at most
 * @param maxRequestBytes      data and partition keys of a PutRecords request at most
 * @param consumersPerStream   registered stream consumers of a stream at most
 * @param consumerCreationTime how long a new consumer is CREATING
 * @param streamCreationTime   how long a stream made by CreateStream is CREATING
 * @param maxShards            shards a stream may be created with at most, and open shards it may reach by splitting
 * @param listShardsPageSize   shards of a ListShards answer at most; AWS: 1,000
 * @param nextTokenLifetime    how long a NextToken can be used; AWS: 300 s
 * @param shardIteratorLifetime how long a shard iterator can be used; AWS: five minutes
 * @param getRecordsLimit      records of a GetRecords answer at most
 * @param getRecordsBytes      data in a GetRecords answer at most; a single larger record still travels
 * @param retentionPeriod      the retention that descriptions name
 * @param maxStreamsPerConnection HTTP/2 streams a connection may have open at once
 */
public record Rules(
        Duration subscriptionLifetime,
        Duration idleEventInterval,
        Duration resubscribeInterval,
        Duration pushDelay,
        int maxEventRecords,
        int maxEventBytes,
        int maxRecordBytes,
        int maxPartitionKeyLength,
        int maxRequestRecords,
        int maxRequestBytes,
        int consumersPerStream,
        Duration consumerCreationTime,
        Duration streamCreationTime,
        int maxShards,
        int listShardsPageSize,
        Duration nextTokenLifetime,
        Duration shardIteratorLifetime,
        int getRecordsLimit,
        int getRecordsBytes,
        Duration retentionPeriod,
        int maxStreamsPerConnection) {

    private static final int MEBIBYTE = 1024 * 1024;

    public Rules {
        positive("subscriptionLifetime", subscriptionLifetime);
        positive("idleEventInterval", idleEventInterval);
        notNegative("resubscribeInterval", resubscribeInterval);
        notNegative("pushDelay", pushDelay);
        positive("maxEventRecords", maxEventRecords);
        positive("maxEventBytes", maxEventBytes);
        positive("maxRecordBytes", maxRecordBytes);
        positive("maxPartitionKeyLength", maxPartitionKeyLength);
        positive("maxRequestRecords", maxRequestRecords);
        positive("maxRequestBytes", maxRequestBytes);
        positive("consumersPerStream", consumersPerStream);
        notNegative("consumerCreationTime", consumerCreationTime);
        notNegative("streamCreationTime", streamCreationTime);
        positive("maxShards", maxShards);
        positive("listShardsPageSize", listShardsPageSize);
        positive("nextTokenLifetime", nextTokenLifetime);
        positive("shardIteratorLifetime", shardIteratorLifetime);
        positive("getRecordsLimit", getRecordsLimit);
        positive("getRecordsBytes", getRecordsBytes);
        positive("retentionPeriod", retentionPeriod);
        positive("maxStreamsPerConnection", maxStreamsPerConnection);
    }

    /** AWS's values. Creation takes one second here; AWS promises no figure. */
    public static Rules aws() {
        return new Builder().build();
    }

    /** AWS's limits with short times: everything is ACTIVE at once, a takeover is possible after 200 ms. */
    public static Rules fast() {
        return new Builder()
                .idleEventInterval(Duration.ofMillis(200))
                .resubscribeInterval(Duration.ofMillis(200))
                .consumerCreationTime(Duration.ZERO)
                .streamCreationTime(Duration.ZERO)
                .build();
    }

    /** A builder that starts from these rules. */
    public Builder toBuilder() {
        return new Builder(this);
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

    private static void positive(String rule, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException("Rule %s must be positive, was %d".formatted(rule, value));
        }
    }

    /** Changes single rules; see {@link Rules} for what each means. */
    public static final class Builder {

        private Duration subscriptionLifetime = Duration.ofMinutes(5);
        private Duration idleEventInterval = Duration.ofSeconds(5);
        private Duration resubscribeInterval = Duration.ofSeconds(5);
        private Duration pushDelay = Duration.ZERO;
        private int maxEventRecords = 10_000;
        private int maxEventBytes = MEBIBYTE / 4;
        private int maxRecordBytes = MEBIBYTE;
        private int maxPartitionKeyLength = 256;
        private int maxRequestRecords = 500;
        private int maxRequestBytes = 10 * MEBIBYTE;
        private int consumersPerStream = 20;
        private Duration consumerCreationTime = Duration.ofSeconds(1);
        private Duration streamCreationTime = Duration.ofSeconds(1);
        private int maxShards = 20_000;
        private int listShardsPageSize = 1_000;
        private Duration nextTokenLifetime = Duration.ofSeconds(300);
        private Duration shardIteratorLifetime = Duration.ofMinutes(5);
        private int getRecordsLimit = 10_000;
        private int getRecordsBytes = 10 * MEBIBYTE;
        private Duration retentionPeriod = Duration.ofHours(24);
        private int maxStreamsPerConnection = 100;

        private Builder() {}

        private Builder(Rules rules) {
            subscriptionLifetime = rules.subscriptionLifetime;
            idleEventInterval = rules.idleEventInterval;
            resubscribeInterval = rules.resubscribeInterval;
            pushDelay = rules.pushDelay;
            maxEventRecords = rules.maxEventRecords;
            maxEventBytes = rules.maxEventBytes;
            maxRecordBytes = rules.maxRecordBytes;
            maxPartitionKeyLength = rules.maxPartitionKeyLength;
            maxRequestRecords = rules.maxRequestRecords;
            maxRequestBytes = rules.maxRequestBytes;
            consumersPerStream = rules.consumersPerStream;
            consumerCreationTime = rules.consumerCreationTime;
            streamCreationTime = rules.streamCreationTime;
            maxShards = rules.maxShards;
            listShardsPageSize = rules.listShardsPageSize;
            nextTokenLifetime = rules.nextTokenLifetime;
            shardIteratorLifetime = rules.shardIteratorLifetime;
            getRecordsLimit = rules.getRecordsLimit;
            getRecordsBytes = rules.getRecordsBytes;
            retentionPeriod = rules.retentionPeriod;
            maxStreamsPerConnection = rules.maxStreamsPerConnection;
        }

        public Builder subscriptionLifetime(Duration value) {
            subscriptionLifetime = value;
            return this;
        }

        public Builder idleEventInterval(Duration value) {
            idleEventInterval = value;
            return this;
        }

        public Builder resubscribeInterval(Duration value) {
            resubscribeInterval = value;
            return this;
        }

        public Builder pushDelay(Duration value) {
            pushDelay = value;
            return this;
        }

        public Builder maxEventRecords(int value) {
            maxEventRecords = value;
            return this;
        }

        public Builder maxEventBytes(int value) {
            maxEventBytes = value;
            return this;
        }

        public Builder maxRecordBytes(int value) {
            maxRecordBytes = value;
            return this;
        }

        public Builder maxPartitionKeyLength(int value) {
            maxPartitionKeyLength = value;
            return this;
        }

        public Builder maxRequestRecords(int value) {
            maxRequestRecords = value;
            return this;
        }

        public Builder maxRequestBytes(int value) {
            maxRequestBytes = value;
            return this;
        }

        public Builder consumersPerStream(int value) {
            consumersPerStream = value;
            return this;
        }

        public Builder consumerCreationTime(Duration value) {
            consumerCreationTime = value;
            return this;
        }

        public Builder streamCreationTime(Duration value) {
            streamCreationTime = value;
            return this;
        }

        public Builder maxShards(int value) {
            maxShards = value;
            return this;
        }

        public Builder listShardsPageSize(int value) {
            listShardsPageSize = value;
            return this;
        }

        public Builder nextTokenLifetime(Duration value) {
            nextTokenLifetime = value;
            return this;
        }

        public Builder shardIteratorLifetime(Duration value) {
            shardIteratorLifetime = value;
            return this;
        }

        public Builder getRecordsLimit(int value) {
            getRecordsLimit = value;
            return this;
        }

        public Builder getRecordsBytes(int value) {
            getRecordsBytes = value;
            return this;
        }

        public Builder retentionPeriod(Duration value) {
            retentionPeriod = value;
            return this;
        }

        public Builder maxStreamsPerConnection(int value) {
            maxStreamsPerConnection = value;
            return this;
        }

        /**
         * The rules as set.
         *
         * @throws IllegalArgumentException naming the first rule whose value makes no sense
         */
        public Rules build() {
            return new Rules(
                    subscriptionLifetime,
                    idleEventInterval,
                    resubscribeInterval,
                    pushDelay,
                    maxEventRecords,
                    maxEventBytes,
                    maxRecordBytes,
                    maxPartitionKeyLength,
                    maxRequestRecords,
                    maxRequestBytes,
                    consumersPerStream,
                    consumerCreationTime,
                    streamCreationTime,
                    maxShards,
                    listShardsPageSize,
                    nextTokenLifetime,
                    shardIteratorLifetime,
                    getRecordsLimit,
                    getRecordsBytes,
                    retentionPeriod,
                    maxStreamsPerConnection);
        }
    }
}
