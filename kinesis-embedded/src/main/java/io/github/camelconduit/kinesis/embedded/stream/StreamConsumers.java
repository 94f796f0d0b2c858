package io.github.camelconduit.kinesis.embedded.stream;

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

    StreamConsumers(String streamName, String streamArn, Rules rules) {
        this.streamName = streamName;
        this.streamArn = streamArn;
        this.rules = rules;
    }

    /**
     * Registers a consumer.
     *
     * @throws KinesisServiceException ResourceInUseException when the name is taken, LimitExceededException when the
     *                                 stream has all the consumers it may have
     */
    public synchronized StreamConsumer register(String name) {
        if (byName.containsKey(name)) {
            throw KinesisServiceException.resourceInUse(
                    "Consumer %s under stream %s already exists.".formatted(name, streamName));
        }
        if (byName.size() >= rules.consumersPerStream()) {
            throw KinesisServiceException.limitExceeded(
                    "Stream %s already has %d registered consumers, the limit.".formatted(streamName, byName.size()));
        }
        // The ARN tells a consumer from an earlier one of the same name, also within one second.
        long now = System.currentTimeMillis();
        lastCreatedSecond = Math.max(now / 1000, lastCreatedSecond + 1);
        StreamConsumer consumer = new StreamConsumer(
                streamName,
                name,
                streamArn + "/consumer/" + name + ":" + lastCreatedSecond,
                Instant.ofEpochMilli(now),
                now + rules.consumerCreationTime().toMillis());
        byName.put(name, consumer);
        return consumer;
    }

    /** Removes a consumer; the caller ends its subscriptions. */
    public synchronized void remove(StreamConsumer consumer) {
        byName.remove(consumer.name(), consumer);
    }

    public synchronized Optional<StreamConsumer> byName(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public synchronized Optional<StreamConsumer> byArn(String arn) {
        return byName.values().stream().filter(c -> c.arn().equals(arn)).findFirst();
    }

    /** All, by name. */
    public synchronized List<StreamConsumer> all() {
        return List.copyOf(byName.values());
    }
}
