package io.github.camelconduit.kinesis.position;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of one reader. A save is one record at its end, written at once and synced. When the records have grown long
 * beside what they say, a new file with only that is written, synced and given the name, which is synced too: at every
 * moment one whole file has the name. After a failure nothing is known of the old file's end, so the next save makes a
 * new one. Thread-safe.
 */
final class PositionFile {

    private static final Logger LOG = LoggerFactory.getLogger(PositionFile.class);
    private static final SecureRandom FILE_IDS = new SecureRandom();

    private final Disk disk;
    private final Path file;
    private final ReaderKey key;
    private final long slack;
    private final Closeable lock;

    /** Held during each use of the disk, which may take as long as it likes. */
    private final ReentrantLock use = new ReentrantLock();

    private volatile boolean closed;

    /** Null when there is none. */
    private StreamPositions positions;

    /** Null when the next save has to make a new file. */
    private Disk.Output output;

    private long fileId;
    private long length;
    private long beginningLength;

    private PositionFile(Disk disk, Path file, ReaderKey key, long slack, Closeable lock) {
        this.disk = disk;
        this.file = file;
        this.key = key;
        this.slack = slack;
        this.lock = lock;
    }

    /**
     * Locks the file and reads it, if there is one.
     *
     * @param slack how many bytes of records the file may hold besides twice what it began with
     * @throws IllegalStateException when another process uses the file, or it cannot be understood
     */
    static PositionFile open(Disk disk, Path file, ReaderKey key, long slack) throws IOException {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        Closeable lock = disk.lock(lockFile)
                .orElseThrow(() -> new IllegalStateException("The positions in " + file
                        + " are in use, by another process or another Camel context of this one (" + lockFile
                        + " is locked). Only one at a time can read with an application name and a stream consumer:"
                        + " stop the other, or set applicationName or positionDirectory."));
        PositionFile opened = new PositionFile(disk, file, key, slack, lock);
        try {
            opened.read();
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close(Duration.ZERO);
            throw e;
        }
    }

    private void read() throws IOException {
        Optional<byte[]> bytes = disk.read(file);
        if (bytes.isEmpty()) {
            return;
        }
        PositionFileFormat.Content content;
        try {
            content = PositionFileFormat.read(bytes.get());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    file + " is not a file of positions, or is damaged: " + e.getMessage()
                            + ". Put back a copy of it; or remove it, and reading starts anew.",
                    e);
        }
        if (!content.key().equals(key)) {
            throw new IllegalStateException(
                    file + " holds the positions of " + content.key() + ", not of " + key + ". Remove it.");
        }
        int cutOff = bytes.get().length - content.length();
        if (cutOff > 0) {
            LOG.info("The last write to {} was cut off ({} bytes); going on with what was saved before.", file, cutOff);
        }
        positions = content.positions();
        fileId = content.fileId();
        length = content.length();
        // Of a file that exists it is not known how long it was; the next new one is not far.
        beginningLength = 0;
        output = disk.append(file, length);
        // Whoever wrote last may have been ended before it was on the disk.
        output.sync();
        disk.syncDirectory(file.getParent());
    }

    Optional<StreamPositions> positions() {
        use.lock();
        try {
            return Optional.ofNullable(positions);
        } finally {
            use.unlock();
        }
    }

    /** Replaces all there is. */
    void begin(StreamPositions first) {
        use.lock();
        try {
            requireOpen();
            rewrite(first);
            positions = first;
        } catch (IOException e) {
            throw failed(e);
        } finally {
            use.unlock();
        }
    }

    /** Writes a new file with what {@code change} makes of what is kept: the old one stays whole until it is there. */
    void replace(UnaryOperator<StreamPositions> change) {
        use.lock();
        try {
            requireBegun();
            begin(change.apply(positions));
        } finally {
            use.unlock();
        }
    }

    void save(Map<String, Position> shards) {
        use.lock();
        try {
            requireOpen();
            requireBegun();
            append(shards);
        } finally {
            use.unlock();
        }
    }

    private void requireBegun() {
        if (positions == null) {
            throw PositionStore.notBegun(key);
        }
    }

    /** Once the file is given to others nothing may be written to it, however late a save comes. */
    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The positions in " + file + " are closed.");
        }
    }

    private void append(Map<String, Position> shards) {
        StreamPositions advanced = positions.advance(shards);
        // Where a new file could not be finished it is not known what the disk holds: then all is written anew.
        if (output != null && advanced.equals(positions)) {
            return;
        }
        try {
            if (output == null || length > 2 * beginningLength + slack) {
                rewrite(advanced);
            } else {
                byte[] record = PositionFileFormat.save(fileId, length, shards);
                output.write(record);
                output.sync();
                length += record.length;
            }
            positions = advanced;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void rewrite(StreamPositions all) throws IOException {
        closeOutput();
        long id = FILE_IDS.nextLong();
        byte[] beginning = PositionFileFormat.beginning(id, key, all);
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try (Disk.Output made = disk.create(next)) {
            made.write(beginning);
            made.sync();
        }
        disk.rename(next, file);
        disk.syncDirectory(file.getParent());
        output = disk.append(file, beginning.length);
        fileId = id;
        beginningLength = beginning.length;
        length = beginning.length;
    }

    private void closeOutput() throws IOException {
        Disk.Output closing = output;
        output = null;
        if (closing != null) {
            closing.close();
        }
    }

    private UncheckedIOException failed(IOException e) {
        try {
            closeOutput();
        } catch (IOException closing) {
            e.addSuppressed(closing);
        }
        return new UncheckedIOException("Positions could not be written to " + file + ": " + e.getMessage(), e);
    }

    /**
     * Gives the file to others.
     *
     * @throws IOException also when the disk does not answer for {@code patience}; the lock goes with the process then
     */
    void close(Duration patience) throws IOException {
        closed = true;
        try {
            if (!use.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(file + " is still being written, after " + patience.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(file + " could not be closed: interrupted");
        }
        try {
            closeOutput();
        } finally {
            use.unlock();
            lock.close();
        }
    }
}
