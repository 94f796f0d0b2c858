package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.apache.camel.spi.ShutdownStrategy;

/**
 * How long what was handed over may take to be written when something stops: Camel's shutdown timeout, and when the whole
 * context stops that once for all endpoints. Where Camel has waited that long in vain already for a route that it is
 * stopping, next to nothing. Thread-safe.
 */
final class FlushTime {

    private static final Duration AFTER_TIMEOUT = Duration.ofSeconds(1);

    private final BooleanSupplier contextStops;
    private final BooleanSupplier routeStops;
    private final Supplier<ShutdownStrategy> strategy;
    private final LongSupplier nanoTime;
    private boolean set;
    private long endNanos;

    /**
     * @param contextStops whether all of Camel is being stopped
     * @param routeStops whether some route is
     */
    FlushTime(
            BooleanSupplier contextStops,
            BooleanSupplier routeStops,
            Supplier<ShutdownStrategy> strategy,
            LongSupplier nanoTime) {
        this.contextStops = contextStops;
        this.routeStops = routeStops;
        this.strategy = strategy;
        this.nanoTime = nanoTime;
    }

    /** What is left of it for an endpoint that stops now. */
    synchronized Duration left() {
        if (!contextStops.getAsBoolean()) {
            set = false;
            return all();
        }
        long now = nanoTime.getAsLong();
        if (!set) {
            set = true;
            endNanos = now + all().toNanos();
        }
        return Duration.ofNanos(Math.max(0, endNanos - now));
    }

    private Duration all() {
        ShutdownStrategy camel = strategy.get();
        Duration timeout = Duration.of(camel.getTimeout(), camel.getTimeUnit().toChronoUnit());
        // That a timeout occurred stays so until the strategy is used again: what stops by itself later is not meant.
        boolean waitedInVain = camel.isTimeoutOccurred() && (contextStops.getAsBoolean() || routeStops.getAsBoolean());
        return waitedInVain && timeout.compareTo(AFTER_TIMEOUT) > 0 ? AFTER_TIMEOUT : timeout;
    }
}
