package io.github.camelconduit.kinesis.position;

import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.apache.camel.spi.StateRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps positions in a Camel {@link StateRepository}, which gets and sets the value of one key. There is one key for
 * each reader and one for each shard:
 *
 * <pre>
 * conduit-kinesis/APPLICATION/CONSUMER/STREAM        1;GENERATION;ANCHOR;STREAM CREATED;SHARD,SHARD,...;
 * conduit-kinesis/APPLICATION/CONSUMER/STREAM/SHARD  1;GENERATION;POSITION;
 * </pre>
 *
 * <p>The parts of a key are percent-encoded but for letters, digits, {@code _ . : -}. 1 is the version of this layout,
 * the generation a random text that is made at {@link #begin}: a shard's value of another one is of no account. A
 * position is as {@link PositionText} has it. Values are one line; their last character shows that they are whole.
 *
 * <p>What survives depends on the repository. A save compares before it sets, so within a process a position never
 * moves back; a repository has no way to do both at once, so that two processes that write the same key at the same
 * time may. Thread-safe; starts and stops nothing.
 */
public final class StateRepositoryPositionStore implements PositionStore {

    private static final Logger LOG = LoggerFactory.getLogger(StateRepositoryPositionStore.class);
    private static final SecureRandom GENERATIONS = new SecureRandom();
    private static final String VERSION = "1";

    private final StateRepository<String, String> repository;
    private final Map<ReaderKey, Object> locks = new ConcurrentHashMap<>();

    public StateRepositoryPositionStore(StateRepository<String, String> repository) {
        this.repository = repository;
    }

    private record Reader(String generation, Instant anchor, Instant streamCreated, Set<String> shards) {}

    @Override
    public Optional<StreamPositions> load(ReaderKey key) {
        synchronized (lock(key)) {
            Reader reader = reader(key);
            if (reader == null) {
                return Optional.empty();
            }
            Map<String, Position> shards = new HashMap<>();
            for (String shard : reader.shards()) {
                Position position = position(key, shard, reader.generation());
                if (position == null) {
                    LOG.warn("The position of shard {} is missing in the offsetRepository.", shard);
                } else {
                    shards.put(shard, position);
                }
            }
            return Optional.of(new StreamPositions(reader.anchor(), reader.streamCreated(), shards));
        }
    }

    @Override
    public void begin(ReaderKey key, StreamPositions first) {
        synchronized (lock(key)) {
            String generation = HexFormat.of().toHexDigits(GENERATIONS.nextLong());
            first.shards().forEach((shard, position) -> set(key, shard, generation, position));
            // Last: until then what was there before counts.
            set(
                    key,
                    new Reader(
                            generation,
                            first.anchor(),
                            first.streamCreated(),
                            first.shards().keySet()));
        }
    }

    @Override
    public void save(ReaderKey key, Map<String, Position> shards) {
        synchronized (lock(key)) {
            Reader reader = begun(key);
            Set<String> known = new LinkedHashSet<>(reader.shards());
            if (known.addAll(shards.keySet())) {
                set(key, new Reader(reader.generation(), reader.anchor(), reader.streamCreated(), known));
            }
            shards.forEach((shard, position) -> {
                Position kept = position(key, shard, reader.generation());
                if (kept == null || position.isBeyond(kept)) {
                    set(key, shard, reader.generation(), position);
                }
            });
        }
    }

    /** Shard by shard: a process that ends in between has reset those before. */
    @Override
    public void reset(ReaderKey key, Map<String, Position> shards) {
        synchronized (lock(key)) {
            Reader reader = begun(key);
            Set<String> known = new LinkedHashSet<>(reader.shards());
            shards.forEach((shard, position) -> set(key, shard, reader.generation(), position));
            if (known.addAll(shards.keySet())) {
                set(key, new Reader(reader.generation(), reader.anchor(), reader.streamCreated(), known));
            }
        }
    }

    /** A repository has no way to remove a key: the shards leave the reader's list, and their own values stay. */
    @Override
    public void forget(ReaderKey key, Set<String> shardIds) {
        synchronized (lock(key)) {
            Reader reader = begun(key);
            Set<String> left = new LinkedHashSet<>(reader.shards());
            if (left.removeAll(shardIds)) {
                set(key, new Reader(reader.generation(), reader.anchor(), reader.streamCreated(), left));
            }
        }
    }

    private Reader begun(ReaderKey key) {
        Reader reader = reader(key);
        if (reader == null) {
            throw PositionStore.notBegun(key);
        }
        return reader;
    }

    private Object lock(ReaderKey key) {
        return locks.computeIfAbsent(key, k -> new Object());
    }

    private Reader reader(ReaderKey key) {
        return get(keyOf(key), 6, fields -> {
            List<String> shards = fields[4].isEmpty() ? List.of() : Arrays.asList(fields[4].split(","));
            return new Reader(fields[1], instant(fields[2]), instant(fields[3]), new LinkedHashSet<>(shards));
        });
    }

    private void set(ReaderKey key, Reader reader) {
        repository.setState(
                keyOf(key),
                value(
                        reader.generation(),
                        text(reader.anchor()),
                        text(reader.streamCreated()),
                        String.join(",", reader.shards())));
    }

    /** Null when there is none of this generation. */
    private Position position(ReaderKey key, String shard, String generation) {
        return get(keyOf(key, shard), 4, fields -> fields[1].equals(generation) ? PositionText.parse(fields[2]) : null);
    }

    private void set(ReaderKey key, String shard, String generation, Position position) {
        repository.setState(keyOf(key, shard), value(generation, PositionText.format(position)));
    }

    /** @param parts into how many parts a value falls that is whole; the last is empty */
    private <T> T get(String key, int parts, Function<String[], T> reading) {
        String value = repository.getState(key);
        if (value == null) {
            return null;
        }
        String[] fields = value.split(";", -1);
        if (!fields[0].equals(VERSION) || fields.length != parts || !fields[parts - 1].isEmpty()) {
            throw notOurs(key, value, null);
        }
        try {
            return reading.apply(fields);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw notOurs(key, value, e);
        }
    }

    private static IllegalStateException notOurs(String key, String value, Exception cause) {
        String shown = value.length() > 200 ? value.substring(0, 200) + "..." : value;
        return new IllegalStateException(
                "The offsetRepository has a value for " + key + " that is not one of positions, or not whole: '" + shown
                        + "'. Remove it, and reading starts anew.",
                cause);
    }

    private static String value(String... fields) {
        List<String> all = new ArrayList<>(List.of(VERSION));
        all.addAll(List.of(fields));
        return String.join(";", all) + ";";
    }

    private static String text(Instant instant) {
        return instant == null ? "" : instant.toString();
    }

    private static Instant instant(String text) {
        return text.isEmpty() ? null : Instant.parse(text);
    }

    private static String keyOf(ReaderKey key, String... shard) {
        return "conduit-kinesis/" + key.asText() + (shard.length == 0 ? "" : "/" + ReaderKey.encode(shard[0]));
    }
}
