package io.github.camelconduit.kinesis.position;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A disk that keeps apart what was asked of it and what is sure to be there. Only a sync of a file makes its bytes
 * sure, only a sync of the directory its names. After a power cut any beginning of the rest may be there, with
 * something else in its last bytes.
 */
final class CrashingDisk implements Disk {

    /** The bytes of a file, whatever its name. */
    private static final class Content {
        byte[] sure = new byte[0];
        byte[] asked = new byte[0];
    }

    private Map<Path, Content> names = new HashMap<>();

    /** The names after each change since the directory was last synced; the first is sure. */
    private final List<Map<Path, Content>> namesSinceSync = new ArrayList<>(List.of(Map.of()));

    private int stepsLeft = Integer.MAX_VALUE;
    private int steps;

    /** Thrown at the step before which the power is cut. */
    static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Cuts the power when this many more steps were made. */
    void cutAfter(int more) {
        stepsLeft = more;
    }

    /** How many steps were made that change something, syncs among them. */
    int steps() {
        return steps;
    }

    /** What may be found after a power cut now. */
    CrashingDisk afterPowerCut(Random random) {
        CrashingDisk found = new CrashingDisk();
        Map<Path, Content> kept = namesSinceSync.get(random.nextInt(namesSinceSync.size()));
        kept.forEach((path, content) -> found.names.put(path, found(content, random)));
        found.namesSinceSync.set(0, Map.copyOf(found.names));
        return found;
    }

    /** What is found after a process was killed now: all of it, of which no more is sure than before. */
    CrashingDisk afterKill() {
        stepsLeft = Integer.MAX_VALUE;
        return this;
    }

    private static Content found(Content content, Random random) {
        byte[] sure = content.sure;
        byte[] asked = content.asked;
        // A file that was cut before it was written again may still have its old end.
        byte[] bytes = random.nextInt(4) == 0 ? sure.clone() : asked.clone();
        int common = 0;
        while (common < Math.min(sure.length, bytes.length) && sure[common] == bytes[common]) {
            common++;
        }
        int unsure = bytes.length - common;
        if (unsure > 0) {
            bytes = Arrays.copyOf(bytes, common + random.nextInt(unsure + 1));
            int garbledFrom = common + random.nextInt(bytes.length - common + 1);
            switch (random.nextInt(3)) {
                case 0 -> Arrays.fill(bytes, garbledFrom, bytes.length, (byte) 0);
                case 1 -> {
                    for (int i = garbledFrom; i < bytes.length; i++) {
                        bytes[i] = (byte) random.nextInt();
                    }
                }
                default -> {
                    // Only short.
                }
            }
        }
        Content found = new Content();
        found.sure = bytes;
        found.asked = bytes;
        return found;
    }

    private void step() {
        if (stepsLeft-- <= 0) {
            throw new PowerCut();
        }
        steps++;
    }

    private void named() {
        namesSinceSync.add(Map.copyOf(names));
    }

    @Override
    public Optional<byte[]> read(Path file) {
        return Optional.ofNullable(names.get(file)).map(content -> content.asked.clone());
    }

    @Override
    public Output create(Path file) {
        step();
        Content made = new Content();
        names.put(file, made);
        named();
        return new ContentOutput(made);
    }

    @Override
    public Output append(Path file, long length) {
        step();
        Content content = names.get(file);
        content.asked = Arrays.copyOf(content.asked, Math.toIntExact(length));
        return new ContentOutput(content);
    }

    @Override
    public void rename(Path from, Path to) {
        step();
        names = new HashMap<>(names);
        names.put(to, names.remove(from));
        named();
    }

    @Override
    public void makeDirectory(Path directory) {}

    @Override
    public void syncDirectory(Path directory) {
        step();
        namesSinceSync.clear();
        named();
    }

    @Override
    public Optional<Closeable> lock(Path file) {
        return Optional.of(() -> {});
    }

    private final class ContentOutput implements Output {
        private final Content content;

        ContentOutput(Content content) {
            this.content = content;
        }

        @Override
        public void write(byte[] bytes) {
            ByteArrayOutputStream longer = new ByteArrayOutputStream();
            longer.writeBytes(content.asked);
            // A write that is cut off has begun.
            if (stepsLeft <= 0) {
                longer.write(bytes, 0, bytes.length / 2);
            } else {
                longer.writeBytes(bytes);
            }
            content.asked = longer.toByteArray();
            step();
        }

        @Override
        public void sync() {
            step();
            content.sure = content.asked.clone();
        }

        @Override
        public void close() {}
    }
}
