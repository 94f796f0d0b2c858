package io.github.camelconduit.kinesis;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import io.github.camelconduit.kinesis.fanout.FanOutSettings;

/**
 * Which stream consumers of a component are being read with, and by whom. Two readers with one would take each shard's
 * subscription from each other, and the slower would lose what the faster has saved as done. Thread-safe.
 */
final class StreamConsumersInUse {

    private final Map<Key, ConduitKinesisConsumer> readers = new HashMap<>();

    /** @param consumer its ARN, or its name */
    private record Key(String consumer, String stream, String region, URI url) {}

    /**
     * Takes it for a reader.
     *
     * @throws IllegalStateException when another has it, with what to do about that
     */
    synchronized void take(ConduitKinesisConsumer reader, FanOutSettings settings) {
        ConduitKinesisConsumer other = readers.putIfAbsent(keyOf(reader, settings), reader);
        if (other != null && other != reader) {
            throw new IllegalStateException(
                    "%s of stream %s is read with by %s already, so %s cannot: the two would take the shards from each other. Set another %s for one of them, or leave both to the component, which names one for each route."
                            .formatted(
                                    settings.consumerArn() != null
                                            ? "consumerArn=" + settings.consumerArn()
                                            : "consumerName=" + settings.consumerName(),
                                    settings.streamName(),
                                    nameOf(other),
                                    nameOf(reader),
                                    settings.consumerArn() != null ? "consumerArn" : "consumerName"));
        }
    }

    /**
     * For what is done to the positions of a reader that does not read.
     *
     * @throws IllegalStateException when another has it, such as the consumer of a later start of the same route
     */
    synchronized void requireFree(ConduitKinesisConsumer reader, FanOutSettings settings) {
        ConduitKinesisConsumer other = readers.get(keyOf(reader, settings));
        if (other != null && other != reader) {
            throw new IllegalStateException(
                    "Stream " + settings.streamName() + " is being read by another consumer, of " + nameOf(other)
                            + ": ask that one, which Camel makes anew at each start of a route.");
        }
    }

    /** Gives back what a reader has, if it has anything. */
    synchronized void giveBack(ConduitKinesisConsumer reader) {
        readers.values().removeIf(present -> present == reader);
    }

    private static Key keyOf(ConduitKinesisConsumer reader, FanOutSettings settings) {
        ConduitKinesisEndpoint endpoint = reader.getEndpoint();
        return new Key(
                settings.consumerArn() != null ? settings.consumerArn() : settings.consumerName(),
                settings.streamName(),
                endpoint.getStream().region(),
                endpoint.getConfiguration().getUrl() == null
                        ? null
                        : URI.create(endpoint.getConfiguration().getUrl()));
    }

    private static String nameOf(ConduitKinesisConsumer reader) {
        return reader.getRouteId() == null ? "a polling consumer" : "route " + reader.getRouteId();
    }
}
