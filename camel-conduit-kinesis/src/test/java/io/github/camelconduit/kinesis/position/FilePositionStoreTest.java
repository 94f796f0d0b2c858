package io.github.camelconduit.kinesis.position;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FilePositionStoreTest extends PositionStoreContract {

    @TempDir
    Path temporary;

    private Path directory;

    @Override
    protected PositionStore open() {
        directory = temporary.resolve("made/on/demand");
        return new FilePositionStore(directory);
    }

    @Override
    protected PositionStore reopen(PositionStore store) throws Exception {
        close(store);
        return open();
    }

    private Path file() {
        return directory.resolve(FilePositionStore.fileName(KEY));
    }

    /** Saves some positions into a new file and returns each state with the length the file had then. */
    private List<Saved> savedStates(int saves) throws IOException {
        List<Saved> states = new ArrayList<>();
        try (FilePositionStore store = new FilePositionStore(directory)) {
            store.begin(KEY, FIRST);
            for (int i = 0; i <= saves; i++) {
                states.add(new Saved(Files.size(file()), store.load(KEY).orElseThrow()));
                store.save(KEY, Map.of("a", Position.after("1" + i), "b" + i, Position.after("" + i)));
            }
            states.add(new Saved(Files.size(file()), store.load(KEY).orElseThrow()));
        }
        return states;
    }

    private record Saved(long length, StreamPositions positions) {}

    private static StreamPositions wholeUpTo(List<Saved> states, long length) {
        return states.stream()
                .filter(state -> state.length() <= length)
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .positions();
    }

    @Test
    void loadsWhatWasSavedWhereverTheFileIsCutOff() throws Exception {
        List<Saved> states = savedStates(5);
        byte[] whole = Files.readAllBytes(file());

        for (int length = (int) states.get(0).length(); length <= whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            try (FilePositionStore store = new FilePositionStore(directory)) {
                assertThat(store.load(KEY)).as("cut to %s", length).contains(wholeUpTo(states, length));
                store.save(KEY, Map.of("z", Position.ENDED));
            }
            try (FilePositionStore store = new FilePositionStore(directory)) {
                assertThat(store.load(KEY)).contains(wholeUpTo(states, length).advance(Map.of("z", Position.ENDED)));
            }
        }
    }

    @Test
    void loadsWhatWasSavedBeforeALastWriteThatIsGarbled() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Saved> states = savedStates(3);
        byte[] whole = Files.readAllBytes(file());
        int last = (int) states.get(states.size() - 2).length();

        for (int i = 0; i < 300; i++) {
            byte[] garbled = whole.clone();
            garbled[last + random.nextInt(whole.length - last)] ^= (byte) (1 + random.nextInt(255));
            if (random.nextBoolean()) {
                int from = last + random.nextInt(whole.length - last);
                Arrays.fill(garbled, from, whole.length, (byte) 0);
            }
            Files.write(file(), garbled);
            try (FilePositionStore store = new FilePositionStore(directory)) {
                StreamPositions expected = Arrays.equals(garbled, whole)
                        ? states.get(states.size() - 1).positions()
                        : states.get(states.size() - 2).positions();
                assertThat(store.load(KEY)).as("seed %s, round %s", seed, i).contains(expected);
            }
        }
    }

    @Test
    void refusesAFileThatIsDamagedBeforeItsLastWrite() throws Exception {
        List<Saved> states = savedStates(3);
        byte[] whole = Files.readAllBytes(file());

        for (int at = 0; at < states.get(states.size() - 2).length(); at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(file(), damaged);
            try (FilePositionStore store = new FilePositionStore(directory)) {
                assertThatIllegalStateException()
                        .as("byte %s", at)
                        .isThrownBy(() -> store.load(KEY))
                        .withMessageContaining(file().toString())
                        .withMessageContaining("damaged");
            }
            assertThat(file()).hasBinaryContent(damaged);
        }
    }

    @Test
    void refusesAFileThatIsCutOffBeforeItsFirstSave() throws Exception {
        List<Saved> states = savedStates(0);
        byte[] whole = Files.readAllBytes(file());

        for (int length = 0; length < states.get(0).length(); length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            try (FilePositionStore store = new FilePositionStore(directory)) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> store.load(KEY))
                        .withMessageContaining(file().toString());
            }
        }
    }

    @Test
    void refusesAFileOfALaterVersion() throws Exception {
        savedStates(0);
        byte[] whole = Files.readAllBytes(file());
        ByteBuffer.wrap(whole).putShort(6, (short) 2);
        Files.write(file(), whole);

        try (FilePositionStore store = new FilePositionStore(directory)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> store.load(KEY))
                    .withMessageContaining(file().toString())
                    .withMessageContaining("version 2; known: 1");
        }
    }

    @Test
    void refusesTheFileOfAnotherReader() throws Exception {
        savedStates(0);
        ReaderKey other = new ReaderKey("other", "c", "s");
        Files.copy(file(), directory.resolve(FilePositionStore.fileName(other)));

        try (FilePositionStore store = new FilePositionStore(directory)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> store.load(other))
                    .withMessageContaining("holds the positions of")
                    .withMessageContaining("shop-reader");
        }
    }

    @Test
    void boundsTheFileHoweverOftenIsSaved() throws Exception {
        long slack = 3_000;
        long largest = 0;
        try (FilePositionStore store = new FilePositionStore(directory, new LocalDisk(), slack)) {
            store.begin(KEY, FIRST);
            for (int i = 0; i < 600; i++) {
                store.save(KEY, Map.of("shard-" + i % 20, Position.after("" + i)));
                largest = Math.max(largest, Files.size(file()));
            }
        }

        assertThat(largest).isBetween(slack, slack + 2_000);
        try (FilePositionStore store = new FilePositionStore(directory)) {
            assertThat(store.load(KEY).orElseThrow().shards())
                    .hasSize(20)
                    .containsEntry("shard-19", Position.after("599"));
        }
    }

    @Test
    void savesWhatItAlreadyHasWhenItIsNotKnownWhatTheDiskHolds() throws Exception {
        FailingDisk disk = new FailingDisk(new LocalDisk());
        try (FilePositionStore store = new FilePositionStore(directory, disk, 10_000)) {
            store.begin(KEY, FIRST);
            store.save(KEY, Map.of("a", Position.after("5")));
            disk.failing = true;
            assertThatThrownBy(() -> store.reset(KEY, Map.of("a", Position.TRIM_HORIZON)))
                    .hasMessageContaining("I/O error");
            disk.failing = false;

            store.save(KEY, Map.of("a", Position.after("5")));
        }
        try (FilePositionStore store = new FilePositionStore(directory)) {
            assertThat(store.load(KEY).orElseThrow().shards()).containsEntry("a", Position.after("5"));
        }
    }

    @Test
    void lockedReaderIsRefusedToOthersUntilTheStoreIsClosed() throws Exception {
        ReaderKey other = new ReaderKey("another", KEY.consumer(), KEY.stream());
        FilePositionStore first = new FilePositionStore(directory);
        first.begin(KEY, FIRST);

        try (FilePositionStore second = new FilePositionStore(directory)) {
            for (int i = 0; i < 2; i++) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> second.load(KEY))
                        .withMessageContaining(file().toString())
                        .withMessageContaining("in use")
                        .withMessageContaining("applicationName");
            }
            assertThat(second.load(other)).isEmpty();

            first.save(KEY, Map.of("a", Position.ENDED));
            first.close();

            assertThat(second.load(KEY).orElseThrow().shards()).containsEntry("a", Position.ENDED);
        }
        assertThatIllegalStateException().isThrownBy(() -> first.load(KEY)).withMessageContaining("closed");
    }

    @Test
    void savesForAThreadThatIsInterrupted() throws Exception {
        try (FilePositionStore store = new FilePositionStore(directory)) {
            Thread.currentThread().interrupt();
            store.begin(KEY, FIRST);
            store.save(KEY, Map.of("a", Position.ENDED));

            assertThat(Thread.interrupted()).isTrue();
        }
        try (FilePositionStore store = new FilePositionStore(directory)) {
            assertThat(store.load(KEY).orElseThrow().shards()).containsEntry("a", Position.ENDED);
        }
    }

    @Test
    void namesTheDirectoryThatCannotBeUsed() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "");

        try (FilePositionStore store = new FilePositionStore(file)) {
            assertThatThrownBy(() -> store.load(KEY))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("positionDirectory=" + file);
        }
    }

    @Test
    @Timeout(30)
    void aDiskThatHangsHoldsUpTheCloseForAShortTimeOnly() throws Exception {
        FailingDisk disk = new FailingDisk(new LocalDisk());
        FilePositionStore store = new FilePositionStore(temporary, disk, 0);
        store.begin(KEY, FIRST);
        disk.hanging = new CountDownLatch(1);
        CompletableFuture<Void> saving =
                CompletableFuture.runAsync(() -> store.reset(KEY, Map.of("a", Position.after("7"))));
        assertThat(disk.hung.await(10, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(store::close).hasMessageContaining("is still being written, after 2 s");

        disk.hanging.countDown();
        saving.join();
    }

    @Test
    void nothingIsWrittenToAFileThatWasGivenToOthers() throws Exception {
        Path file = temporary.resolve("given.positions");
        PositionFile given = PositionFile.open(new LocalDisk(), file, KEY, 0);
        given.begin(FIRST);
        given.close(Duration.ofSeconds(1));
        byte[] kept = Files.readAllBytes(file);

        assertThatIllegalStateException()
                .isThrownBy(() -> given.save(Map.of("a", Position.after("7"))))
                .withMessageContaining("closed");

        assertThat(file).hasBinaryContent(kept);
    }
}
