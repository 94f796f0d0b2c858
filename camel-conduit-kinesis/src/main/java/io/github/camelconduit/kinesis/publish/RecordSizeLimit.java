package io.github.camelconduit.kinesis.publish;

/** How large a record may be. Thread-safe. */
public interface RecordSizeLimit {

    /** What every stream takes, data and partition key together: 1 MiB (quotas of Kinesis). */
    int DEFAULT = 1_048_576;

    /** The most that a stream can be set to take: 10 MiB (API reference of UpdateMaxRecordSize). */
    int MAX = 10 * DEFAULT;

    /**
     * The largest record that a stream takes, in bytes. May wait for a service to say so.
     *
     * @param wanted the size in question
     */
    long of(StreamTarget stream, long wanted) throws InterruptedException;

    /** Forgets what it knows of a stream. */
    default void forget(StreamTarget stream) {}

    /** The same for all streams. */
    static RecordSizeLimit fixed(int bytes) {
        return (stream, wanted) -> bytes;
    }
}
