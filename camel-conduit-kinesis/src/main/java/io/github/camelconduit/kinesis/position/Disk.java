package io.github.camelconduit.kinesis.position;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@link PositionFile} does to files, step by step, so that a test can end a write between any two of them. None
 * of it is given up half done because the thread is interrupted.
 */
interface Disk {

    /** Everything in a file; empty when there is no such file. */
    Optional<byte[]> read(Path file) throws IOException;

    /** Makes an empty file, in place of one of the same name. */
    Output create(Path file) throws IOException;

    /** Opens a file that exists, cut to {@code length} bytes, to go on at its end. */
    Output append(Path file, long length) throws IOException;

    /** Gives a file another name, in place of what has it; either the old or the new file has it at any moment. */
    void rename(Path from, Path to) throws IOException;

    /** Makes the directory and those above it, where they are missing, to stay. */
    void makeDirectory(Path directory) throws IOException;

    /** Returns when the names in a directory are on the disk. */
    void syncDirectory(Path directory) throws IOException;

    /** Locks a file, made when missing, against other holders in any process; empty when there is one. */
    Optional<Closeable> lock(Path file) throws IOException;

    /** A file that is written at its end. */
    interface Output extends Closeable {

        void write(byte[] bytes) throws IOException;

        /** Returns when everything written is on the disk. */
        void sync() throws IOException;
    }
}
