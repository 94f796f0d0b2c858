package io.github.camelconduit.kinesis.publish;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;

import static org.awaitility.Awaitility.await;

/** A publisher with threads of its own, to be played with. */
final class Publishing implements AutoCloseable {

    static final StreamTarget STREAM = new StreamTarget("orders", null);
    static final RetryBackoff QUICK = new RetryBackoff(Duration.ofMillis(2), Duration.ofMillis(20));

    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final ExecutorService completions = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final RecordPublisher publisher;

    Publishing(PutRecordsCall call, UnaryOperator<ConduitKinesisConfiguration> options) {
        this(call, null, options);
    }

    Publishing(
            PutRecordsCall call,
            Function<ScheduledExecutorService, StreamCreator> creator,
            UnaryOperator<ConduitKinesisConfiguration> options) {
        this(call, creator, null, options);
    }

    /** @param limit of the size of records; null for what the options say */
    Publishing(
            PutRecordsCall call,
            Function<ScheduledExecutorService, StreamCreator> creator,
            RecordSizeLimit limit,
            UnaryOperator<ConduitKinesisConfiguration> options) {
        PublishSettings settings = PublishSettings.of(options.apply(new ConduitKinesisConfiguration()));
        publisher = new RecordPublisher(
                call,
                creator == null ? null : creator.apply(timer),
                limit == null ? RecordSizeLimit.fixed(settings.maxRecordSize().orElse(RecordSizeLimit.MAX)) : limit,
                settings,
                QUICK,
                executor,
                completions,
                timer);
    }

    /** What became of a record: its sequence number, or the failure. */
    static final class Outcome extends CompletableFuture<String> implements RecordListener {

        private volatile String shardId;

        /** Where it was written. */
        String shardId() {
            return shardId;
        }

        @Override
        public void written(String shard, String sequenceNumber) {
            shardId = shard;
            if (!complete(sequenceNumber)) {
                throw new AssertionError("Told twice");
            }
        }

        @Override
        public void failed(Exception reason) {
            if (!completeExceptionally(reason)) {
                throw new AssertionError("Told twice");
            }
        }

        String sequenceNumber() throws Exception {
            return get(20, TimeUnit.SECONDS);
        }
    }

    RecordPublisher publisher() {
        return publisher;
    }

    Outcome send(String key, String body) throws InterruptedException {
        return send(STREAM, key, body.getBytes(StandardCharsets.UTF_8));
    }

    Outcome send(StreamTarget stream, String key, byte[] data) throws InterruptedException {
        Outcome outcome = new Outcome();
        publisher.publish(new RecordToSend(stream, key, null, data), outcome);
        return outcome;
    }

    /** Waits until the shard of this key is known to be throttled. */
    void awaitSharing(String key) {
        await().until(() -> publisher.share(new RecordToSend(STREAM, key, null, new byte[0])) != null);
    }

    void stop(Duration flush) {
        publisher.close(flush);
    }

    @Override
    public void close() {
        publisher.close(Duration.ZERO);
        completions.shutdownNow();
        executor.shutdownNow();
        timer.shutdownNow();
        publisher.completeRest();
    }
}
