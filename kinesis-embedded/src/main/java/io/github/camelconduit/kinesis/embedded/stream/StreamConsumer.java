package io.github.camelconduit.kinesis.embedded.stream;

import java.time.Duration;
import java.time.Instant;

import io.github.camelconduit.kinesis.embedded.ConsumerView;

/**
 * A registered stream consumer.
 *
 * @param streamName   its stream
 * @param name         unique in the stream
 * @param arn          ends in the second of its creation
 * @param createdAt    when it was registered
 * @param activeMillis from when on it is ACTIVE, epoch milliseconds
 * @param goneMillis   when its deletion is over, epoch milliseconds; {@link Long#MAX_VALUE} while it is not DELETING
 * @param tags         its tags
 */
public record StreamConsumer(
        String streamName, String name, String arn, Instant createdAt, long activeMillis, long goneMillis, Tags tags) {

    public StreamStatus status() {
        if (goneMillis < Long.MAX_VALUE) {
            return StreamStatus.DELETING;
        }
        return System.currentTimeMillis() >= activeMillis ? StreamStatus.ACTIVE : StreamStatus.CREATING;
    }

    boolean isGone() {
        return System.currentTimeMillis() >= goneMillis;
    }

    StreamConsumer deleting(Duration deletionTime) {
        long gone = System.currentTimeMillis() + deletionTime.toMillis();
        return new StreamConsumer(streamName, name, arn, createdAt, activeMillis, gone, tags);
    }

    public ConsumerView view() {
        return new ConsumerView(name, arn, status().name(), createdAt);
    }
}
