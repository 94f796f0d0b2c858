package io.github.camelconduit.kinesis.it;

import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.common.KinesisClientUtil;
import software.amazon.kinesis.common.StreamIdentifier;
import software.amazon.kinesis.coordinator.CoordinatorConfig;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.KinesisClientRecord;
import software.amazon.kinesis.retrieval.RetrievalConfig;
import software.amazon.kinesis.retrieval.RetrievalSpecificConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/**
 * A worker of the Kinesis Client Library that reads a stream from its beginning and checkpoints all it gets. Its leases
 * are in a DynamoDB, its intervals short, its metrics off. It notes what it gets, in order within a shard.
 */
final class KclWorker implements AutoCloseable {

    private static final long SECOND = 1_000;

    private final KinesisAsyncClient kinesis;
    private final DynamoDbAsyncClient dynamoDb;
    private final CloudWatchAsyncClient cloudWatch;
    private final Scheduler scheduler;
    private final Thread thread;
    private final ConcurrentLinkedQueue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> endedShards = new ConcurrentLinkedQueue<>();

    /** How the library gets records. */
    enum Retrieval {
        FAN_OUT,
        POLLING
    }

    /** A record as the library handed it over. */
    record Arrival(String shardId, BigInteger sequenceNumber, String key, String payload) {}

    /** Starts to read; the application's name is also that of its tables and, with fan-out, of its stream consumer. */
    KclWorker(String application, String stream, Retrieval retrieval, URI kinesisUrl, URI dynamoDbUrl) {
        kinesis = KinesisClientUtil.createKinesisAsyncClient(reaching(kinesisUrl, KinesisAsyncClient.builder()));
        dynamoDb = reaching(dynamoDbUrl, DynamoDbAsyncClient.builder()).build();
        cloudWatch = reaching(dynamoDbUrl, CloudWatchAsyncClient.builder()).build();
        ConfigsBuilder configs = new ConfigsBuilder(
                new SingleStreamTracker(
                        StreamIdentifier.singleStreamInstance(stream),
                        InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON)),
                application,
                kinesis,
                dynamoDb,
                cloudWatch,
                application + "-worker",
                Processor::new);
        scheduler = new Scheduler(
                configs.checkpointConfig(),
                coordinator(configs),
                leases(configs),
                configs.lifecycleConfig(),
                configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
                configs.processorConfig(),
                retrieval(configs, stream, application, retrieval));
        thread = new Thread(scheduler, application);
        thread.start();
    }

    private static <B extends AwsClientBuilder<B, ?>> B reaching(URI url, B builder) {
        return builder.endpointOverride(url)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    }

    private static CoordinatorConfig coordinator(ConfigsBuilder configs) {
        return configs.coordinatorConfig()
                .parentShardPollIntervalMillis(SECOND / 2)
                .shardConsumerDispatchPollIntervalMillis(SECOND / 10)
                .schedulerInitializationBackoffTimeMillis(SECOND / 2);
    }

    private static LeaseManagementConfig leases(ConfigsBuilder configs) {
        LeaseManagementConfig leases = configs.leaseManagementConfig();
        // Nothing about the machine's load matters here, and to learn it the library would ask EC2.
        leases.workerUtilizationAwareAssignmentConfig()
                .disableWorkerMetrics(true)
                .workerMetricsReporterFreqInMillis(SECOND);
        return leases.failoverTimeMillis(3 * SECOND)
                .leaseAssignmentIntervalMillis(SECOND)
                .shardSyncIntervalMillis(SECOND)
                .listShardsCacheAllowedAgeInSeconds(1);
    }

    private RetrievalConfig retrieval(ConfigsBuilder configs, String stream, String application, Retrieval retrieval) {
        RetrievalSpecificConfig how =
                switch (retrieval) {
                    case FAN_OUT -> new FanOutConfig(kinesis).streamName(stream).applicationName(application);
                    case POLLING -> new PollingConfig(stream, kinesis).idleTimeBetweenReadsInMillis(SECOND / 4);
                };
        return configs.retrievalConfig().retrievalSpecificConfig(how);
    }

    /** What arrived so far, in the order of arrival within each shard. */
    List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /** How many records arrived so far. */
    int received() {
        return arrivals.size();
    }

    /** The shards that the library read to their end. */
    List<String> endedShards() {
        return List.copyOf(endedShards);
    }

    @Override
    public void close() {
        scheduler.shutdown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kinesis.close();
        dynamoDb.close();
        cloudWatch.close();
    }

    /** Notes the records of one shard. The library calls it from one thread at a time. */
    private final class Processor implements ShardRecordProcessor {

        private String shardId;

        @Override
        public void initialize(InitializationInput input) {
            shardId = input.shardId();
        }

        @Override
        public void processRecords(ProcessRecordsInput input) {
            input.records().forEach(this::note);
            checkpoint(input.checkpointer());
        }

        private void note(KinesisClientRecord one) {
            arrivals.add(new Arrival(
                    shardId,
                    new BigInteger(one.sequenceNumber()),
                    one.partitionKey(),
                    StandardCharsets.UTF_8.decode(one.data()).toString()));
        }

        @Override
        public void leaseLost(LeaseLostInput input) {
            // There is one worker: nobody reads on elsewhere.
        }

        @Override
        public void shardEnded(ShardEndedInput input) {
            endedShards.add(shardId);
            checkpoint(input.checkpointer());
        }

        @Override
        public void shutdownRequested(ShutdownRequestedInput input) {
            checkpoint(input.checkpointer());
        }

        private void checkpoint(RecordProcessorCheckpointer checkpointer) {
            try {
                checkpointer.checkpoint();
            } catch (InvalidStateException | ShutdownException e) {
                throw new IllegalStateException("No checkpoint on " + shardId, e);
            }
        }
    }
}
