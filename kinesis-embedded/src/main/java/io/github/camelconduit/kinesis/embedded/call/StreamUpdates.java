package io.github.camelconduit.kinesis.embedded.call;

import java.time.Duration;

import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;

/**
 * Changes of a stream that take time: the call is answered at once, the stream is UPDATING meanwhile and still written
 * and read, and at the end the change takes effect.
 */
final class StreamUpdates {

    private static final Logger LOG = LoggerFactory.getLogger(StreamUpdates.class);

    private final Vertx vertx;
    private final Duration updateTime;

    StreamUpdates(Vertx vertx, Duration updateTime) {
        this.vertx = vertx;
        this.updateTime = updateTime;
    }

    /** @throws KinesisServiceException ResourceInUseException when the stream is not ACTIVE */
    void run(KinesisStream stream, Runnable change) {
        stream.beginUpdate();
        if (updateTime.isZero()) {
            try {
                change.run();
            } finally {
                stream.endUpdate();
            }
        } else {
            vertx.setTimer(Math.max(1, updateTime.toMillis()), id -> finish(stream, change));
        }
    }

    private static void finish(KinesisStream stream, Runnable change) {
        try {
            change.run();
        } catch (KinesisServiceException e) {
            // A call in process got in between and changed what the call had found.
            LOG.warn("The update of stream {} had no effect: {}", stream.name(), e.getMessage());
        } finally {
            stream.endUpdate();
        }
    }
}
