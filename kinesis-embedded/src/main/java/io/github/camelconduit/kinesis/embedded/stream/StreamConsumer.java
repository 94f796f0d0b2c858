package io.github.camelconduit.kinesis.embedded.stream;

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
 */
public record StreamConsumer(String streamName, String name, String arn, Instant createdAt, long activeMillis) {

    public String status() {
        return isActive() ? "ACTIVE" : "CREATING";
    }

    public boolean isActive() {
        return System.currentTimeMillis() >= activeMillis;
    }

    public ConsumerView view() {
        return new ConsumerView(name, arn, status(), createdAt);
    }
}
