package io.github.camelconduit.kinesis;

import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.github.camelconduit.kinesis.fanout.FanOutSettings;

/**
 * Which stream consumers of a component are being read with, and by whom. Two readers with one would take each shard's
 * subscription from each other, and the slower would lose what the faster has saved as done. Thread-safe.
 */
final class StreamConsumersInUse {

    private final Map<Key, ConduitKinesisConsumer> readers = new HashMap<>();
    /** Whose positions are being set, while nobody reads. */
    private final Set<Key> reserved = new HashSet<>();

    /** Until it is given back, nobody reads. */
    interface Reservation {
        void giveBack();
    }

    /** @param consumer its ARN, or its name */
    private record Key(String consumer, String stream, String region, URI url) {}

    /**
     * Takes it for a reader. While its positions are being set that is waited for, for a while: reading begins with them.
     *
     * @throws IllegalStateException when another has it, with what to do about that
     */
    synchronized void take(ConduitKinesisConsumer reader, FanOutSettings settings) throws InterruptedException {
        Key key = keyOf(reader, settings);
        awaitFree(key, settings);
        ConduitKinesisConsumer other = readers.putIfAbsent(key, reader);
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

    private void awaitFree(Key key, FanOutSettings settings) throws InterruptedException {
        long from = System.nanoTime();
        while (reserved.contains(key)) {
            long left = settings.patience().minusNanos(System.nanoTime() - from).toMillis();
            if (left <= 0) {
                throw new IllegalStateException("The positions of stream " + settings.streamName()
                        + " are being set. Start the route when that is done.");
            }
            wait(left);
        }
    }

    /**
     * Keeps it from being read with while its positions are set: what a reader has loaded before, it would save over them.
     *
     * @return to be given back
     * @throws IllegalStateException when another has it, or reserved it
     */
    synchronized Reservation reserve(ConduitKinesisConsumer reader, FanOutSettings settings) {
        requireFree(reader, settings);
        Key key = keyOf(reader, settings);
        if (!reserved.add(key)) {
            throw new IllegalStateException(
                    "The positions of stream " + settings.streamName() + " are being set by somebody else.");
        }
        return () -> giveBack(key);
    }

    private synchronized void giveBack(Key key) {
        reserved.remove(key);
        notifyAll();
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
