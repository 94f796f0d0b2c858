package io.github.camelconduit.kinesis.position;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Kills processes that save, at random moments, and looks at what they leave. */
class FilePositionStoreKillIT {

    private static final ReaderKey KEY = new ReaderKey("shop", "reader", "orders");
    private static final int KILLS = 20;
    private static final int SHARDS = 8;

    @TempDir
    Path directory;

    /** The process that is killed: goes on where the last one was and says each number that is saved. */
    static final class Saver {

        private Saver() {}

        public static void main(String[] arguments) {
            PrintStream out = System.out;
            FilePositionStore store = new FilePositionStore(Path.of(arguments[0]), new LocalDisk(), 5_000);
            if (store.load(KEY).isEmpty()) {
                store.begin(KEY, new StreamPositions(Instant.EPOCH, null, Map.of()));
            }
            Position last = store.load(KEY).orElseThrow().shards().get("shard-0");
            for (long i = last == null ? 1 : number(last) + 1; ; i++) {
                Map<String, Position> shards = new HashMap<>();
                for (int shard = 0; shard < SHARDS; shard++) {
                    shards.put("shard-" + shard, Position.after("" + i));
                }
                store.save(KEY, shards);
                out.println(i);
                out.flush();
            }
        }
    }

    /** All shards are saved together, so they are at the same number. */
    private static long number(FilePositionStore store) {
        Map<String, Position> shards = store.load(KEY).orElseThrow().shards();
        if (shards.isEmpty()) {
            return 0;
        }
        assertThat(shards).hasSize(SHARDS);
        assertThat(shards.values()).containsOnly(shards.get("shard-0"));
        return number(shards.get("shard-0"));
    }

    private static long number(Position position) {
        return Long.parseLong(((Position.After) position).sequenceNumber());
    }

    /**
     * Of the tests only what the store needs, the component being a folder or a jar: no log, which takes longer to set up
     * than all the rest.
     */
    private static String classPath() {
        String all = System.getProperty("java.class.path");
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> Files.isDirectory(Path.of(entry))
                        || Path.of(entry).getFileName().toString().matches("(camel-conduit-kinesis|slf4j-api)-.*"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void leavesWhatItSaidIsSavedWheneverItIsKilled() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long told = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            classPath(),
                            "-Xshare:auto",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Dslf4j.internal.verbosity=ERROR",
                            Saver.class.getName(),
                            directory.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            int saves = 1 + random.nextInt(200);
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                String line = null;
                for (int i = 0; i < saves; i++) {
                    line = lines.readLine();
                    assertThat(line).as("seed %s, kill %s", seed, kill).isNotNull();
                    told = Long.parseLong(line);
                }
                // Anywhere in the next save, not just behind the last one.
                long until = System.nanoTime() + random.nextInt(3_000_000);
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                // Not through the process, which would close what it said.
                process.toHandle().destroyForcibly();
                while ((line = lines.readLine()) != null) {
                    told = Long.parseLong(line);
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
            try (FilePositionStore store = new FilePositionStore(directory)) {
                assertThat(number(store))
                        .as("seed %s, kill %s: told %s", seed, kill, told)
                        .isBetween(told, told + 1);
            }
        }
    }
}
