package io.github.camelconduit.kinesis.publish;

import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of attempts that fail. A stream at its limits comes and goes many times a second: that is worth one
 * line a minute, and one when it is over. Guarded by its owner's lock.
 */
final class WriteTrouble {

    private static final Logger LOG = LoggerFactory.getLogger(WriteTrouble.class);

    private static final long WARNING_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final StreamTarget stream;
    private boolean troubled;
    private boolean warned;
    private boolean everWarned;
    private long warnedNanos;

    WriteTrouble(StreamTarget stream) {
        this.stream = stream;
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
            LOG.warn("Writing to stream {} does not succeed and is tried again: {}", stream, failure.reason());
        }
    }

    void over() {
        if (troubled && warned) {
            LOG.info("Writing to stream {} succeeds again", stream);
        }
        troubled = false;
        warned = false;
    }
}
