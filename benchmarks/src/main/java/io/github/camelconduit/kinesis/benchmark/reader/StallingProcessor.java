package io.github.camelconduit.kinesis.benchmark.reader;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

import io.github.camelconduit.kinesis.ConduitKinesisConstants;

/**
 * Is never done with the records of some shards, and tells a meter of all others, with the time since their arrival.
 * Thread-safe.
 */
final class StallingProcessor extends AsyncProcessorSupport {

    private final Meter meter;
    private final Set<String> stalled;
    private final boolean blocking;

    /** @param blocking whether a stalled record holds its thread, instead of waiting for a callback that never comes */
    StallingProcessor(Meter meter, Set<String> stalled, boolean blocking) {
        this.meter = meter;
        this.stalled = stalled;
        this.blocking = blocking;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        if (stalled.contains(exchange.getMessage().getHeader(ConduitKinesisConstants.SHARD_ID, String.class))) {
            if (blocking) {
                block();
            }
            return false;
        }
        if (meter.isTimed()) {
            Instant arrival = exchange.getMessage().getHeader(ConduitKinesisConstants.ARRIVAL_TIME, Instant.class);
            meter.took(Duration.between(arrival, Instant.now()).toNanos() / 1_000);
        }
        meter.arrived(1);
        callback.done(true);
        return true;
    }

    private static void block() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
