package io.github.camelconduit.kinesis.position;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A disk whose directories cannot be synced, or not in any time, when it is told so: a new file may have its name or not. */
final class FailingDisk implements Disk {

    private final Disk disk;
    boolean failing;

    /** While it is not null and not open, nothing comes back from a sync. */
    volatile CountDownLatch hanging;

    final CountDownLatch hung = new CountDownLatch(1);

    FailingDisk(Disk disk) {
        this.disk = disk;
    }

    @Override
    public Optional<byte[]> read(Path file) throws IOException {
        return disk.read(file);
    }

    @Override
    public Output create(Path file) throws IOException {
        return disk.create(file);
    }

    @Override
    public Output append(Path file, long length) throws IOException {
        return disk.append(file, length);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        disk.makeDirectory(directory);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        if (failing) {
            throw new IOException("I/O error");
        }
        CountDownLatch hangs = hanging;
        if (hangs != null) {
            hung.countDown();
            try {
                hangs.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        disk.syncDirectory(directory);
    }

    @Override
    public Optional<Closeable> lock(Path file) throws IOException {
        return disk.lock(file);
    }
}
