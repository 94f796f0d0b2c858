package io.github.camelconduit.kinesis.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.ShardView;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Kills a reader that keeps its positions in files, at random moments, while records are written, shards are split and
 * records are in flight. {@code -Dkills=…} says how often (default 5), {@code -Dkills.seed=…} repeats a run's choices.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class KilledConsumerIT {

    private static final String STREAM = "orders";
    private static final int SHARDS = 4;
    private static final int MOST_SHARDS = 8;
    private static final int KEYS = 97;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LONGEST_LIFE_MILLIS = 4_000;
    private static final int COMMIT_INTERVAL_MILLIS = 500;

    /**
     * What a save may take, of the time that the process is given: what was done while the last one was under way is not
     * in it.
     */
    private static final int SAVE_MILLIS = 500;

    private final int kills = Integer.getInteger("kills", 5);
    private final long seed = Long.getLong("kills.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AtomicInteger written = new AtomicInteger();
    private final List<LifeNotes> lives = new ArrayList<>();

    /** What of each shard may be delivered again: in flight at the last kill, or done since the last save before it. */
    private final Map<String, Set<Integer>> unsaved = new HashMap<>();

    @TempDir
    private Path directory;

    private EmbeddedServer server;
    private Process reader;

    @BeforeEach
    void startServer() {
        server = EmbeddedServer.start(EmbeddedKinesis.builder().rules(Rules.fast()).stream(STREAM, SHARDS));
    }

    @AfterEach
    void stopAll() throws InterruptedException {
        if (reader != null) {
            reader.destroyForcibly().waitFor();
        }
        server.close();
    }

    @Test
    void losesNothingAndReadsAgainOnlyWhatCouldNotBeSaved() throws Exception {
        try (SteadyWriter writer = SteadyWriter.start(Duration.ofMillis(20), this::write)) {
            for (int kill = 1; kill <= kills; kill++) {
                Path notes = startReader();
                // Some die before they have read anything.
                if (random.nextInt(6) > 0) {
                    await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> hasRead(notes));
                }
                pause(random.nextInt(LONGEST_LIFE_MILLIS));
                if (random.nextBoolean()) {
                    splitSomeShard();
                }
                reader.destroyForcibly().waitFor();
                judge(kill, LifeNotes.read(notes));
            }
            writer.stop();
        }
        Path notes = startReader();
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> received(LifeNotes.read(notes)).size() == written.get());
        LifeNotes last = LifeNotes.read(notes);
        checkDoubles(kills + 1, last);
        lives.add(last);

        int arrivals = lives.stream().mapToInt(life -> life.ids().size()).sum();
        System.out.printf(
                "KilledConsumerIT: seed %d: sent %d, received %d, lost 0, doubled %d after %d kills, %d shards in the end%n",
                seed,
                written.get(),
                arrivals,
                arrivals - written.get(),
                kills,
                server.kinesis().shards(STREAM).size());
        assertThat(keysOutOfOrder()).as("seed %d", seed).isEmpty();
    }

    private void write() {
        for (int i = 0; i < 5; i++) {
            int id = written.getAndIncrement();
            server.kinesis()
                    .put(STREAM, "key-" + id % KEYS, Integer.toString(id).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Starts the reader and gives the file that it notes in. */
    private Path startReader() throws IOException {
        Path notes = directory.resolve("life-" + lives.size());
        String uri = "conduit-kinesis:" + STREAM + "?" + server.connection() + "&positionStore=file&positionDirectory="
                + directory.resolve("positions") + "&commitInterval=" + COMMIT_INTERVAL_MILLIS;
        reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-Dlog.file=" + directory.resolve("reader.log"),
                        KilledConsumer.class.getName(),
                        uri,
                        notes.toString())
                .inheritIO()
                .start();
        return notes;
    }

    private static boolean hasRead(Path notes) throws IOException {
        return !LifeNotes.read(notes).inOrder().isEmpty();
    }

    private void splitSomeShard() {
        List<ShardView> open =
                server.kinesis().shards(STREAM).stream().filter(ShardView::open).toList();
        if (open.size() < MOST_SHARDS) {
            server.kinesis()
                    .splitShard(STREAM, open.get(random.nextInt(open.size())).shardId());
        }
    }

    private void judge(int kill, LifeNotes life) {
        int doubled = checkDoubles(kill, life);
        int inFlight = size(life.inFlight());
        Map<String, Set<Integer>> standing = life.standing(life.beforeItsLast(COMMIT_INTERVAL_MILLIS + SAVE_MILLIS));
        System.out.printf(
                "KilledConsumerIT: life %d: received %d, of these again %d of at most %d; killed with %d in flight and %d"
                        + " done since the last save was due%n",
                kill, life.ids().size(), doubled, size(unsaved), inFlight, size(standing) - inFlight);
        standing.forEach((shard, ids) -> {
            // What the kills before left and this life has not come to is still unsaved.
            int last = Collections.max(life.arrived().get(shard));
            unsaved.getOrDefault(shard, Set.of()).stream()
                    .filter(id -> id > last)
                    .forEach(ids::add);
            unsaved.put(shard, ids);
        });
        lives.add(life);
    }

    private static int size(Map<String, Set<Integer>> ids) {
        return ids.values().stream().mapToInt(Set::size).sum();
    }

    /** Holds what a life received again against what the kills before it left unsaved, and counts it. */
    private int checkDoubles(int number, LifeNotes life) {
        Set<Integer> again = new HashSet<>(life.ids());
        again.retainAll(received());
        assertThat(again)
                .as("seed %d: what life %d received again was in flight or not saved", seed, number)
                .isSubsetOf(unsaved.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
        assertThat(life.arrived().values())
                .as("seed %d: life %d received nothing twice", seed, number)
                .allSatisfy(shard -> assertThat(shard).doesNotHaveDuplicates().isSorted());
        return again.size();
    }

    private Set<Integer> received(LifeNotes... andThis) {
        Set<Integer> received = new HashSet<>();
        lives.forEach(life -> received.addAll(life.ids()));
        for (LifeNotes life : andThis) {
            received.addAll(life.ids());
        }
        return received;
    }

    /** The keys of which a record arrived for the first time behind a later one. */
    private Set<Integer> keysOutOfOrder() {
        Set<Integer> outOfOrder = new HashSet<>();
        Set<Integer> seen = new HashSet<>();
        Map<Integer, Integer> last = new HashMap<>();
        for (LifeNotes life : lives) {
            for (int id : life.inOrder()) {
                if (seen.add(id) && last.merge(id % KEYS, id, Math::max) > id) {
                    outOfOrder.add(id % KEYS);
                }
            }
        }
        return outOfOrder;
    }

    private static void pause(int millis) {
        long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        await().atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> System.nanoTime() >= until);
    }
}
