package io.github.camelconduit.kinesis.fanout;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import io.github.camelconduit.kinesis.position.MemoryPositionStore;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionKeeper;
import io.github.camelconduit.kinesis.position.ReaderKey;
import io.github.camelconduit.kinesis.position.StreamPositions;

/** A reader of the stream "orders" that goes on where positions are kept for it, in memory. */
final class OrdersReader {

    static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/orders";
    static final String CONSUMER_ARN = ARN + "/consumer/consumer:1";

    private static final ReaderKey KEY = new ReaderKey("app", CONSUMER_ARN, ARN);

    final MemoryPositionStore store = new MemoryPositionStore();
    /** The shards to read, with what comes of them; empty for all. */
    Set<String> shardIds = Set.of();

    private final Duration patience;

    /** @param patience how long it waits for the route */
    OrdersReader(Duration patience) {
        this.patience = patience;
    }

    FanOutSettings settings() {
        return new FanOutSettings(
                "orders",
                null,
                "app",
                "consumer",
                CONSUMER_ARN,
                false,
                false,
                null,
                shardIds,
                false,
                false,
                Duration.ofMinutes(5),
                Duration.ofSeconds(1),
                patience);
    }

    /** These positions are kept for it. */
    PositionKeeper keep(Map<String, Position> positions) {
        store.begin(KEY, new StreamPositions(Instant.EPOCH, null, positions));
        return new PositionKeeper(store, KEY, positions, Clock.systemUTC());
    }

    /** The positions that are kept for it by now. */
    Map<String, Position> kept() {
        return store.load(KEY).orElseThrow().shards();
    }
}
