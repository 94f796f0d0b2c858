package io.github.camelconduit.kinesis.benchmark;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Writes records of 1 KB one by one at an even rate, each with the moment at which it is written. */
final class TimedWriter implements AutoCloseable {

    private static final int BYTES = 1024;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong written = new AtomicLong();
    private final KinesisAsyncClient client;
    private final String stream;

    TimedWriter(KinesisAsyncClient client, String stream, int perSecond) {
        this.client = client;
        this.stream = stream;
        clock.scheduleAtFixedRate(this::write, 0, TimeUnit.SECONDS.toNanos(1) / perSecond, TimeUnit.NANOSECONDS);
    }

    private void write() {
        long number = written.incrementAndGet();
        String times = "%018d %d ".formatted(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()), number);
        byte[] data = ("%-" + BYTES + "s").formatted(times).getBytes(StandardCharsets.US_ASCII);
        client.putRecord(
                r -> r.streamName(stream).partitionKey("key-" + number).data(SdkBytes.fromByteArrayUnsafe(data)));
    }

    /** How many records so far. */
    long written() {
        return written.get();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
