package io.github.camelconduit.kinesis.partition;

import java.io.IOException;
import java.io.Writer;

/** Takes so many chars and then ends what writes to it. One thread. */
final class BoundedWriter extends Writer {

    /** Says that the writer is full. No error: what was taken is the result. */
    static final class FullException extends IOException {

        private static final long serialVersionUID = 1L;

        FullException() {
            super("full");
        }

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }

    private final StringBuilder taken = new StringBuilder(64);
    private final int maxChars;

    BoundedWriter(int maxChars) {
        this.maxChars = maxChars;
    }

    @Override
    public void write(char[] chars, int offset, int length) throws IOException {
        taken.append(chars, offset, Math.min(length, maxChars - taken.length()));
        endWhenFull();
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        taken.append(text, offset, offset + Math.min(length, maxChars - taken.length()));
        endWhenFull();
    }

    private void endWhenFull() throws FullException {
        if (taken.length() == maxChars) {
            throw new FullException();
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return taken.toString();
    }
}
