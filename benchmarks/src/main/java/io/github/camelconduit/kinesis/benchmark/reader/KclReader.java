package io.github.camelconduit.kinesis.benchmark.reader;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.common.StreamIdentifier;
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
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;

/**
 * The Kinesis Client Library with enhanced fan-out: one worker, alone. Its metrics are off, its intervals those that get
 * it to its first record soonest, and it checkpoints as often as the component saves positions.
 */
final class KclReader implements Reader {

    private static final long SECOND = 1_000;
    private static final long CHECKPOINT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Source source;
    private final Meter meter;
    private final KinesisAsyncClient kinesis;
    private final DynamoDbAsyncClient dynamoDb;
    private final CloudWatchAsyncClient cloudWatch;
    private final Scheduler scheduler;

    KclReader(Source source, Meter meter) {
        this.source = source;
        this.meter = meter;
        kinesis = Clients.subscriptions(source.endpoint());
        dynamoDb =
                Clients.reaching(source.leases(), DynamoDbAsyncClient.builder()).build();
        // Never called.
        cloudWatch = Clients.reaching(source.leases(), CloudWatchAsyncClient.builder())
                .build();
        scheduler = scheduler();
    }

    private Scheduler scheduler() {
        ConfigsBuilder configs = new ConfigsBuilder(
                new SingleStreamTracker(
                        StreamIdentifier.singleStreamInstance(source.stream()),
                        InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON)),
                source.application(),
                kinesis,
                dynamoDb,
                cloudWatch,
                source.application() + "-worker",
                Counter::new);
        return new Scheduler(
                configs.checkpointConfig(),
                configs.coordinatorConfig()
                        .parentShardPollIntervalMillis(SECOND / 2)
                        .shardConsumerDispatchPollIntervalMillis(SECOND / 10)
                        .schedulerInitializationBackoffTimeMillis(SECOND / 2),
                leases(configs),
                configs.lifecycleConfig(),
                configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
                configs.processorConfig(),
                configs.retrievalConfig()
                        .retrievalSpecificConfig(new FanOutConfig(kinesis)
                                .streamName(source.stream())
                                .applicationName(source.application())));
    }

    private static LeaseManagementConfig leases(ConfigsBuilder configs) {
        LeaseManagementConfig leases = configs.leaseManagementConfig();
        // To learn the machine's load the library would ask EC2.
        leases.workerUtilizationAwareAssignmentConfig()
                .disableWorkerMetrics(true)
                .workerMetricsReporterFreqInMillis(SECOND);
        return leases.failoverTimeMillis(3 * SECOND)
                .leaseAssignmentIntervalMillis(SECOND)
                .shardSyncIntervalMillis(SECOND)
                .listShardsCacheAllowedAgeInSeconds(1);
    }

    @Override
    public void start() {
        Thread thread = new Thread(scheduler, source.application());
        thread.setDaemon(true);
        thread.start();
    }

    /** Counts the records of one shard. */
    private final class Counter implements ShardRecordProcessor {

        private long lastCheckpoint = System.nanoTime();

        @Override
        public void initialize(InitializationInput input) {
            // There is nothing to prepare.
        }

        @Override
        public void processRecords(ProcessRecordsInput input) {
            for (KinesisClientRecord each : input.records()) {
                meter.arrived(bytes(each.data()));
            }
            if (System.nanoTime() - lastCheckpoint > CHECKPOINT_NANOS) {
                lastCheckpoint = System.nanoTime();
                checkpoint(input.checkpointer());
            }
        }

        /** Nothing is copied where nothing looks at it. */
        private byte[] bytes(ByteBuffer data) {
            if (!meter.isTimed()) {
                return null;
            }
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            return bytes;
        }

        @Override
        public void leaseLost(LeaseLostInput input) {
            // There is one worker: nobody reads on elsewhere.
        }

        @Override
        public void shardEnded(ShardEndedInput input) {
            checkpoint(input.checkpointer());
        }

        @Override
        public void shutdownRequested(ShutdownRequestedInput input) {
            checkpoint(input.checkpointer());
        }

        private static void checkpoint(RecordProcessorCheckpointer checkpointer) {
            try {
                checkpointer.checkpoint();
            } catch (InvalidStateException | ShutdownException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
