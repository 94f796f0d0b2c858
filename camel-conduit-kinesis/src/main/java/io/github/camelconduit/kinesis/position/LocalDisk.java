package io.github.camelconduit.kinesis.position;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The file system of this machine. Files are written with {@link RandomAccessFile}, which goes on when its thread is
 * interrupted; a channel would be closed by that, and the last positions of a route that is stopped would be lost.
 */
final class LocalDisk implements Disk {

    /** Where directories cannot be opened, their entries are written in order by the file system itself. */
    private static final boolean DIRECTORIES_CAN_BE_SYNCED = File.separatorChar == '/';

    /**
     * The files that this process has locked. The locks of POSIX belong to the process: opening a file that is locked
     * and closing it again, which is the only way to ask, would unlock it.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    @Override
    public Optional<byte[]> read(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(existing(file), "r")) {
            byte[] content = new byte[Math.toIntExact(open.length())];
            open.readFully(content);
            return Optional.of(content);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public Output create(Path file) throws IOException {
        return open(file.toFile(), 0);
    }

    @Override
    public Output append(Path file, long length) throws IOException {
        return open(existing(file), length);
    }

    private static Output open(File file, long length) throws IOException {
        RandomAccessFile open = new RandomAccessFile(file, "rw");
        try {
            open.setLength(length);
            open.seek(length);
        } catch (IOException e) {
            open.close();
            throw e;
        }
        return new RandomAccessOutput(open);
    }

    /** RandomAccessFile has one exception for a file that is missing and for one that may not be read. */
    private static File existing(Path file) throws NoSuchFileException {
        if (Files.notExists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return file.toFile();
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path path = directory; path != null && Files.notExists(path); path = path.getParent()) {
            missing.push(path);
        }
        Files.createDirectories(directory);
        for (Path made : missing) {
            if (made.getParent() != null) {
                syncDirectory(made.getParent());
            }
        }
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        if (!DIRECTORIES_CAN_BE_SYNCED) {
            return;
        }
        whateverInterrupts(() -> {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
                return null;
            }
        });
    }

    @Override
    public Optional<Closeable> lock(Path file) throws IOException {
        Path held = file.getParent().toRealPath().resolve(file.getFileName());
        if (!HELD_HERE.add(held)) {
            return Optional.empty();
        }
        Optional<Closeable> lock = Optional.empty();
        try {
            lock = whateverInterrupts(() -> lockAgainstOtherProcesses(held));
        } finally {
            if (lock.isEmpty()) {
                HELD_HERE.remove(held);
            }
        }
        return lock;
    }

    private static Optional<Closeable> lockAgainstOtherProcesses(Path file) throws IOException {
        RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw");
        try {
            if (open.getChannel().tryLock() != null) {
                return Optional.of(() -> {
                    try {
                        open.close();
                    } finally {
                        HELD_HERE.remove(file);
                    }
                });
            }
        } catch (IOException | RuntimeException e) {
            open.close();
            throw e;
        }
        open.close();
        return Optional.empty();
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    /** For what is done with a channel, which is closed when its thread is interrupted: done again then. */
    private static <T> T whateverInterrupts(Step<T> step) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return step.run();
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private record RandomAccessOutput(RandomAccessFile file) implements Output {

        @Override
        public void write(byte[] bytes) throws IOException {
            file.write(bytes);
        }

        @Override
        public void sync() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
