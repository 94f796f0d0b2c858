package io.github.camelconduit.kinesis.embedded;

import java.time.Duration;
import java.util.Map;

/** Changes single rules; see {@link Rules} for what each means. */
public final class RulesBuilder {

    private static final int MEBIBYTE = 1024 * 1024;

    private Duration subscriptionLifetime = Duration.ofMinutes(5);
    private Duration idleEventInterval = Duration.ofSeconds(5);
    private Duration resubscribeInterval = Duration.ofSeconds(5);
    private boolean takeoverCompletes;
    private int subscribeCallsPerSecond = 1;
    private int pushBytesPerSecond = 2 * MEBIBYTE;
    private Duration pushDelay = Duration.ZERO;
    private int maxEventRecords = 10_000;
    private int maxEventBytes = MEBIBYTE / 4;
    private int maxRecordBytes = MEBIBYTE;
    private int maxPartitionKeyLength = 256;
    private int maxRequestRecords = 500;
    private int maxRequestBytes = 10 * MEBIBYTE;
    private int shardWriteRecordsPerSecond = 1_000;
    private int shardWriteBytesPerSecond = MEBIBYTE;
    private int consumersPerStream = 20;
    private int consumersCreating = 5;
    private Duration consumerCreationTime = Duration.ofSeconds(1);
    private Duration consumerDeletionTime = Duration.ofSeconds(1);
    private Duration streamCreationTime = Duration.ofSeconds(1);
    private Duration streamUpdateTime = Duration.ofSeconds(1);
    private Duration streamDeletionTime = Duration.ofSeconds(1);
    private int streamsCreating = 5;
    private int maxShards = 20_000;
    private int onDemandStreams = 50;
    private int onDemandShards = 4;
    private int maxUpdateShardCount = 10_000;
    private int shardCountUpdatesPerDay = 10;
    private int streamModeUpdatesPerDay = 2;
    private int tagsPerResource = 50;
    private int pageSize = 100;
    private int listShardsPageSize = 1_000;
    private Duration nextTokenLifetime = Duration.ofSeconds(300);
    private Duration shardIteratorLifetime = Duration.ofMinutes(5);
    private int shardIteratorsPerSecond = 5;
    private int getRecordsPerSecond = 5;
    private int shardReadBytesPerSecond = 2 * MEBIBYTE;
    private int getRecordsLimit = 10_000;
    private int getRecordsBytes = 10 * MEBIBYTE;
    private Map<String, Integer> callsPerSecond = CallQuotas.AWS;
    private Duration retentionPeriod = Duration.ofHours(24);
    private boolean refuseTrimmedPositions;
    private int maxStreamsPerConnection = 100;

    RulesBuilder() {}

    RulesBuilder(Rules rules) {
        subscriptionLifetime = rules.subscriptionLifetime();
        idleEventInterval = rules.idleEventInterval();
        resubscribeInterval = rules.resubscribeInterval();
        takeoverCompletes = rules.takeoverCompletes();
        subscribeCallsPerSecond = rules.subscribeCallsPerSecond();
        pushBytesPerSecond = rules.pushBytesPerSecond();
        pushDelay = rules.pushDelay();
        maxEventRecords = rules.maxEventRecords();
        maxEventBytes = rules.maxEventBytes();
        maxRecordBytes = rules.maxRecordBytes();
        maxPartitionKeyLength = rules.maxPartitionKeyLength();
        maxRequestRecords = rules.maxRequestRecords();
        maxRequestBytes = rules.maxRequestBytes();
        shardWriteRecordsPerSecond = rules.shardWriteRecordsPerSecond();
        shardWriteBytesPerSecond = rules.shardWriteBytesPerSecond();
        consumersPerStream = rules.consumersPerStream();
        consumersCreating = rules.consumersCreating();
        consumerCreationTime = rules.consumerCreationTime();
        consumerDeletionTime = rules.consumerDeletionTime();
        streamCreationTime = rules.streamCreationTime();
        streamUpdateTime = rules.streamUpdateTime();
        streamDeletionTime = rules.streamDeletionTime();
        streamsCreating = rules.streamsCreating();
        maxShards = rules.maxShards();
        onDemandStreams = rules.onDemandStreams();
        onDemandShards = rules.onDemandShards();
        maxUpdateShardCount = rules.maxUpdateShardCount();
        shardCountUpdatesPerDay = rules.shardCountUpdatesPerDay();
        streamModeUpdatesPerDay = rules.streamModeUpdatesPerDay();
        tagsPerResource = rules.tagsPerResource();
        pageSize = rules.pageSize();
        listShardsPageSize = rules.listShardsPageSize();
        nextTokenLifetime = rules.nextTokenLifetime();
        shardIteratorLifetime = rules.shardIteratorLifetime();
        shardIteratorsPerSecond = rules.shardIteratorsPerSecond();
        getRecordsPerSecond = rules.getRecordsPerSecond();
        shardReadBytesPerSecond = rules.shardReadBytesPerSecond();
        getRecordsLimit = rules.getRecordsLimit();
        getRecordsBytes = rules.getRecordsBytes();
        callsPerSecond = rules.callsPerSecond();
        retentionPeriod = rules.retentionPeriod();
        refuseTrimmedPositions = rules.refuseTrimmedPositions();
        maxStreamsPerConnection = rules.maxStreamsPerConnection();
    }

    /** Takes every limit away that is so much a second or a day: writes, reads, pushes and calls go as fast as they can. */
    public RulesBuilder unthrottled() {
        return subscribeCallsPerSecond(0)
                .pushBytesPerSecond(0)
                .shardWriteRecordsPerSecond(0)
                .shardWriteBytesPerSecond(0)
                .shardCountUpdatesPerDay(0)
                .streamModeUpdatesPerDay(0)
                .shardIteratorsPerSecond(0)
                .getRecordsPerSecond(0)
                .shardReadBytesPerSecond(0)
                .callsPerSecond(Map.of());
    }

    public RulesBuilder subscriptionLifetime(Duration value) {
        subscriptionLifetime = value;
        return this;
    }

    public RulesBuilder idleEventInterval(Duration value) {
        idleEventInterval = value;
        return this;
    }

    public RulesBuilder resubscribeInterval(Duration value) {
        resubscribeInterval = value;
        return this;
    }

    public RulesBuilder takeoverCompletes(boolean value) {
        takeoverCompletes = value;
        return this;
    }

    public RulesBuilder subscribeCallsPerSecond(int value) {
        subscribeCallsPerSecond = value;
        return this;
    }

    public RulesBuilder pushBytesPerSecond(int value) {
        pushBytesPerSecond = value;
        return this;
    }

    public RulesBuilder pushDelay(Duration value) {
        pushDelay = value;
        return this;
    }

    public RulesBuilder maxEventRecords(int value) {
        maxEventRecords = value;
        return this;
    }

    public RulesBuilder maxEventBytes(int value) {
        maxEventBytes = value;
        return this;
    }

    public RulesBuilder maxRecordBytes(int value) {
        maxRecordBytes = value;
        return this;
    }

    public RulesBuilder maxPartitionKeyLength(int value) {
        maxPartitionKeyLength = value;
        return this;
    }

    public RulesBuilder maxRequestRecords(int value) {
        maxRequestRecords = value;
        return this;
    }

    public RulesBuilder maxRequestBytes(int value) {
        maxRequestBytes = value;
        return this;
    }

    public RulesBuilder shardWriteRecordsPerSecond(int value) {
        shardWriteRecordsPerSecond = value;
        return this;
    }

    public RulesBuilder shardWriteBytesPerSecond(int value) {
        shardWriteBytesPerSecond = value;
        return this;
    }

    public RulesBuilder consumersPerStream(int value) {
        consumersPerStream = value;
        return this;
    }

    public RulesBuilder consumersCreating(int value) {
        consumersCreating = value;
        return this;
    }

    public RulesBuilder consumerCreationTime(Duration value) {
        consumerCreationTime = value;
        return this;
    }

    public RulesBuilder consumerDeletionTime(Duration value) {
        consumerDeletionTime = value;
        return this;
    }

    public RulesBuilder streamCreationTime(Duration value) {
        streamCreationTime = value;
        return this;
    }

    public RulesBuilder streamUpdateTime(Duration value) {
        streamUpdateTime = value;
        return this;
    }

    public RulesBuilder streamDeletionTime(Duration value) {
        streamDeletionTime = value;
        return this;
    }

    public RulesBuilder streamsCreating(int value) {
        streamsCreating = value;
        return this;
    }

    public RulesBuilder onDemandStreams(int value) {
        onDemandStreams = value;
        return this;
    }

    public RulesBuilder onDemandShards(int value) {
        onDemandShards = value;
        return this;
    }

    public RulesBuilder maxUpdateShardCount(int value) {
        maxUpdateShardCount = value;
        return this;
    }

    public RulesBuilder maxShards(int value) {
        maxShards = value;
        return this;
    }

    public RulesBuilder shardCountUpdatesPerDay(int value) {
        shardCountUpdatesPerDay = value;
        return this;
    }

    public RulesBuilder streamModeUpdatesPerDay(int value) {
        streamModeUpdatesPerDay = value;
        return this;
    }

    public RulesBuilder tagsPerResource(int value) {
        tagsPerResource = value;
        return this;
    }

    public RulesBuilder pageSize(int value) {
        pageSize = value;
        return this;
    }

    public RulesBuilder listShardsPageSize(int value) {
        listShardsPageSize = value;
        return this;
    }

    public RulesBuilder nextTokenLifetime(Duration value) {
        nextTokenLifetime = value;
        return this;
    }

    public RulesBuilder shardIteratorLifetime(Duration value) {
        shardIteratorLifetime = value;
        return this;
    }

    public RulesBuilder shardIteratorsPerSecond(int value) {
        shardIteratorsPerSecond = value;
        return this;
    }

    public RulesBuilder getRecordsPerSecond(int value) {
        getRecordsPerSecond = value;
        return this;
    }

    public RulesBuilder shardReadBytesPerSecond(int value) {
        shardReadBytesPerSecond = value;
        return this;
    }

    public RulesBuilder getRecordsLimit(int value) {
        getRecordsLimit = value;
        return this;
    }

    public RulesBuilder getRecordsBytes(int value) {
        getRecordsBytes = value;
        return this;
    }

    public RulesBuilder callsPerSecond(Map<String, Integer> value) {
        callsPerSecond = value;
        return this;
    }

    public RulesBuilder retentionPeriod(Duration value) {
        retentionPeriod = value;
        return this;
    }

    public RulesBuilder refuseTrimmedPositions(boolean value) {
        refuseTrimmedPositions = value;
        return this;
    }

    public RulesBuilder maxStreamsPerConnection(int value) {
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
                takeoverCompletes,
                subscribeCallsPerSecond,
                pushBytesPerSecond,
                pushDelay,
                maxEventRecords,
                maxEventBytes,
                maxRecordBytes,
                maxPartitionKeyLength,
                maxRequestRecords,
                maxRequestBytes,
                shardWriteRecordsPerSecond,
                shardWriteBytesPerSecond,
                consumersPerStream,
                consumersCreating,
                consumerCreationTime,
                consumerDeletionTime,
                streamCreationTime,
                streamUpdateTime,
                streamDeletionTime,
                streamsCreating,
                maxShards,
                onDemandStreams,
                onDemandShards,
                maxUpdateShardCount,
                shardCountUpdatesPerDay,
                streamModeUpdatesPerDay,
                tagsPerResource,
                pageSize,
                listShardsPageSize,
                nextTokenLifetime,
                shardIteratorLifetime,
                shardIteratorsPerSecond,
                getRecordsPerSecond,
                shardReadBytesPerSecond,
                getRecordsLimit,
                getRecordsBytes,
                callsPerSecond,
                retentionPeriod,
                refuseTrimmedPositions,
                maxStreamsPerConnection);
    }
}
