package io.github.camelconduit.kinesis.embedded.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;

/** The registered consumers of one stream. Thread-safe. */
public final class StreamConsumers {

    private final String streamName;
    private final String streamArn;
    private final Rules rules;
    private final Map<String, StreamConsumer> byName = new TreeMap<>();
    private long lastCreatedSecond;

    /** @param lastCreatedSecond the latest second in the ARN of an earlier consumer */
    StreamConsumers(String streamName, String streamArn, long lastCreatedSecond, Rules rules) {
        this.streamName = streamName;
        this.streamArn = streamArn;
        this.lastCreatedSecond = lastCreatedSecond;
        this.rules = rules;
    }

    synchronized long lastCreatedSecond() {
        return lastCreatedSecond;
    }

    /**
     * Registers a consumer.
     *
     * @throws KinesisServiceException ResourceInUseException when the name is taken, LimitExceededException when the
     *                                 stream has all the consumers it may have, or too many of them are CREATING
     */
    public synchronized StreamConsumer register(String name) {
        dropGone();
        if (byName.containsKey(name)) {
            throw KinesisServiceException.resourceInUse(
                    "Consumer %s under stream %s already exists.".formatted(name, streamName));
        }
        if (byName.size() >= rules.consumersPerStream()) {
            throw KinesisServiceException.limitExceeded(
                    "Stream %s already has %d registered consumers, the limit.".formatted(streamName, byName.size()));
        }
        long creating = byName.values().stream()
                .filter(c -> c.status() == StreamStatus.CREATING)
                .count();
        if (creating >= rules.consumersCreating()) {
            throw KinesisServiceException.limitExceeded(
                    "Stream %s has %d consumers in state CREATING, the limit.".formatted(streamName, creating));
        }
        // The ARN tells a consumer from an earlier one of the same name, also within one second.
        long now = System.currentTimeMillis();
        lastCreatedSecond = Math.max(now / 1000, lastCreatedSecond + 1);
        StreamConsumer consumer = new StreamConsumer(
                streamName,
                name,
                streamArn + "/consumer/" + name + ":" + lastCreatedSecond,
                Instant.ofEpochMilli(now),
                now + rules.consumerCreationTime().toMillis(),
                Long.MAX_VALUE,
                new Tags(rules.tagsPerResource()));
        byName.put(name, consumer);
        return consumer;
    }

    /**
     * Deletes a consumer; the caller ends its subscriptions.
     *
     * @param deletionTime how long it is DELETING
     */
    public synchronized void delete(StreamConsumer consumer, Duration deletionTime) {
        byName.computeIfPresent(
                consumer.name(), (name, c) -> c.arn().equals(consumer.arn()) ? c.deleting(deletionTime) : c);
    }

    public synchronized Optional<StreamConsumer> byName(String name) {
        dropGone();
        return Optional.ofNullable(byName.get(name));
    }

    public synchronized Optional<StreamConsumer> byArn(String arn) {
        return all().stream().filter(c -> c.arn().equals(arn)).findFirst();
    }

    /** All, by name. */
    public synchronized List<StreamConsumer> all() {
        dropGone();
        return List.copyOf(byName.values());
    }

    private void dropGone() {
        byName.values().removeIf(StreamConsumer::isGone);
    }
}
