package io.github.camelconduit.kinesis.embedded.stream;

import java.time.Duration;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;

/** CREATING, ACTIVE, UPDATING and back, DELETING, gone. Creation and deletion end by the clock. Thread-safe. */
final class StreamLifecycle {

    private final String streamName;
    private final long activeMillis;
    private boolean updating;
    private long goneMillis = Long.MAX_VALUE;

    StreamLifecycle(String streamName, long activeMillis) {
        this.streamName = streamName;
        this.activeMillis = activeMillis;
    }

    synchronized StreamStatus status() {
        if (goneMillis < Long.MAX_VALUE) {
            return StreamStatus.DELETING;
        }
        if (System.currentTimeMillis() < activeMillis) {
            return StreamStatus.CREATING;
        }
        return updating ? StreamStatus.UPDATING : StreamStatus.ACTIVE;
    }

    /** @throws KinesisServiceException ResourceInUseException when the stream is not ACTIVE */
    synchronized void requireActive() {
        StreamStatus status = status();
        if (status != StreamStatus.ACTIVE) {
            throw notActive(status);
        }
    }

    /** @throws KinesisServiceException ResourceInUseException when the stream is neither ACTIVE nor UPDATING */
    synchronized void requireInUse() {
        StreamStatus status = status();
        if (!status.inUse()) {
            throw notActive(status);
        }
    }

    private KinesisServiceException notActive(StreamStatus status) {
        return KinesisServiceException.resourceInUse("Stream %s under account %s not ACTIVE, instead in state %s"
                .formatted(streamName, KinesisAccount.ID, status));
    }

    /** @throws KinesisServiceException ResourceInUseException when the stream is not ACTIVE */
    synchronized void beginUpdate() {
        requireActive();
        updating = true;
    }

    synchronized void endUpdate() {
        updating = false;
    }

    synchronized void delete(Duration deletionTime) {
        goneMillis = System.currentTimeMillis() + deletionTime.toMillis();
    }

    synchronized boolean isGone() {
        return System.currentTimeMillis() >= goneMillis;
    }
}
