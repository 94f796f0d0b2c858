package io.github.camelconduit.kinesis.publish;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of attempts that fail. A stream at its limits comes and goes many times a second: that is worth one
 * line a minute, and one when it is over. Guarded by its owner's lock, under which nothing is logged.
 */
final class WriteTrouble {

    private static final Logger LOG = LoggerFactory.getLogger(WriteTrouble.class);

    private static final long WARNING_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final StreamTarget stream;
    private final Consumer<Runnable> log;
    private boolean troubled;
    private boolean warned;
    private boolean everWarned;
    private long warnedNanos;

    /** @param log takes what is to be logged */
    WriteTrouble(StreamTarget stream, Consumer<Runnable> log) {
        this.stream = stream;
        this.log = log;
    }

    void seen(PutFailure failure, long nowNanos) {
        if (troubled) {
            return;
        }
        troubled = true;
        if (!everWarned || nowNanos - warnedNanos >= WARNING_INTERVAL_NANOS) {
            warned = true;
            everWarned = true;
            warnedNanos = nowNanos;
            String reason = failure.reason();
            log.accept(() -> LOG.warn("Writing to stream {} does not succeed and is tried again: {}", stream, reason));
        }
    }

    void over() {
        if (troubled && warned) {
            log.accept(() -> LOG.info("Writing to stream {} succeeds again", stream));
        }
        troubled = false;
        warned = false;
    }
}
