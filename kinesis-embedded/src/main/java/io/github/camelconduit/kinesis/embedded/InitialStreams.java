package io.github.camelconduit.kinesis.embedded;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;
import io.github.camelconduit.kinesis.embedded.stream.StreamMode;

/** The streams that a server starts with, and goes back to when it is reset. Clients may call it meanwhile. Thread-safe. */
final class InitialStreams {

    private final KinesisAccount account;
    private final Map<String, Integer> streams;
    private final Map<String, EmbeddedKinesisBuilder.Endless> endlessStreams;
    private final Consumer<KinesisStream> deleted;

    /** @param deleted told of each stream that was deleted: ends its subscriptions */
    InitialStreams(
            KinesisAccount account,
            Map<String, Integer> streams,
            Map<String, EmbeddedKinesisBuilder.Endless> endlessStreams,
            Consumer<KinesisStream> deleted) {
        this.account = account;
        this.streams = Map.copyOf(streams);
        this.endlessStreams = Map.copyOf(endlessStreams);
        this.deleted = deleted;
    }

    /** Creates them, ACTIVE at once. A stream of the same name makes room. */
    void create() {
        streams.forEach((name, shardCount) ->
                createAnew(name, () -> account.create(name, StreamMode.PROVISIONED, shardCount, Duration.ZERO)));
        endlessStreams.forEach((name, endless) ->
                createAnew(name, () -> account.createEndless(name, endless.shardCount(), endless.records())));
    }

    /** Deletes all streams there are, whatever their state, and creates those of the start. */
    void reset() {
        // The streams themselves, not their names: one that is DELETING may be gone, or be another one, in a moment.
        account.streams(null).forEach(this::delete);
        create();
    }

    /** Deletes a stream at once; nothing happens when it is gone. */
    void delete(KinesisStream stream) {
        account.delete(stream, Duration.ZERO);
        deleted.accept(stream);
    }

    private void createAnew(String name, Runnable creation) {
        while (true) {
            try {
                creation.run();
                return;
            } catch (KinesisServiceException e) {
                if (!e.type().equals("ResourceInUseException")) {
                    throw e;
                }
                // A client that is left over was quicker.
                account.find(name).ifPresent(this::delete);
            }
        }
    }
}
