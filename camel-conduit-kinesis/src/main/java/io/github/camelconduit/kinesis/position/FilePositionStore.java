package io.github.camelconduit.kinesis.position;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps positions in a directory, a file for each reader. What is saved is on the disk when {@link #save} returns, and
 * stays there whatever ends the process or the machine; a save that is cut off leaves what was there before. Saving
 * many shards at once is one write. A file holds at most about three times what its positions take, and 1 MiB.
 *
 * <p>A reader's file is locked from its first use until this store is closed: a second process that reads for the same
 * application with the same stream consumer gets an error. Different readers, in different processes too, can share a
 * directory. It has to be on a file system whose syncs and locks work. Thread-safe.
 */
public final class FilePositionStore implements PositionStore, AutoCloseable {

    private static final long SLACK = 1024 * 1024;

    /** For a disk that does not answer when the store is closed. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int NAME_LENGTH = 40;
    private static final int HASH_LENGTH = 16;

    private final Path directory;
    private final Disk disk;
    private final long slack;
    private final Map<ReaderKey, PositionFile> files = new HashMap<>();

    /** Held while a file is opened, and while all are closed. */
    private final ReentrantLock opening = new ReentrantLock();

    private volatile boolean closed;

    /** @param directory made at the first use, if it is missing */
    public FilePositionStore(Path directory) {
        this(directory, new LocalDisk(), SLACK);
    }

    FilePositionStore(Path directory, Disk disk, long slack) {
        this.directory = directory.toAbsolutePath().normalize();
        this.disk = disk;
        this.slack = slack;
    }

    @Override
    public Optional<StreamPositions> load(ReaderKey key) {
        return file(key).positions();
    }

    @Override
    public void begin(ReaderKey key, StreamPositions first) {
        file(key).begin(first);
    }

    @Override
    public void save(ReaderKey key, Map<String, Position> shards) {
        file(key).save(shards);
    }

    @Override
    public void reset(ReaderKey key, Map<String, Position> shards) {
        file(key).replace(kept -> kept.with(shards));
    }

    @Override
    public void forget(ReaderKey key, Set<String> shardIds) {
        file(key).replace(kept -> kept.without(shardIds));
    }

    private PositionFile file(ReaderKey key) {
        opening.lock();
        try {
            return open(key);
        } finally {
            opening.unlock();
        }
    }

    private PositionFile open(ReaderKey key) {
        if (closed) {
            throw new IllegalStateException("The store of positions in " + directory + " is closed.");
        }
        PositionFile open = files.get(key);
        if (open == null) {
            try {
                disk.makeDirectory(directory);
                open = PositionFile.open(disk, directory.resolve(fileName(key)), key, slack);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "positionDirectory=" + directory + ": cannot be used for positions: " + e, e);
            }
            files.put(key, open);
        }
        return open;
    }

    /** The key as far as a file name can tell it, and a hash of all of it. */
    static String fileName(ReaderKey key) {
        String stream = key.stream().substring(key.stream().lastIndexOf('/') + 1);
        String consumer = key.consumer().substring(key.consumer().lastIndexOf('/') + 1);
        return namePart(key.application()) + "-" + namePart(stream) + "-" + namePart(consumer) + "-" + hash(key)
                + ".positions";
    }

    private static String namePart(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9_.-]", "_");
        return plain.substring(0, Math.min(plain.length(), NAME_LENGTH));
    }

    private static String hash(ReaderKey key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {key.application(), key.consumer(), key.stream()}) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Gives the files to others. What was saved stays. A disk that does not answer is waited for a short while: then this
     * fails, and the files' locks go with the process.
     */
    @Override
    public void close() {
        closed = true;
        try {
            if (!opening.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("The disk with " + directory + " did not answer for "
                        + PATIENCE.toSeconds() + " s; the positions there stay locked until the process ends.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Closing the positions in " + directory + " was interrupted.", e);
        }
        try {
            closeAll();
        } finally {
            opening.unlock();
        }
    }

    private void closeAll() {
        IOException failed = null;
        for (PositionFile open : files.values()) {
            try {
                open.close(PATIENCE);
            } catch (IOException e) {
                failed = e;
            }
        }
        files.clear();
        if (failed != null) {
            throw new UncheckedIOException("Closing the positions in " + directory + " failed: " + failed, failed);
        }
    }
}
