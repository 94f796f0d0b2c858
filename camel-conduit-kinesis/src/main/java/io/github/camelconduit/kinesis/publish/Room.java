package io.github.camelconduit.kinesis.publish;

/**
 * Room in the send buffer that a record has until it is done.
 *
 * @param recordSize of the record, in bytes
 * @param buffer where it is
 * @param share where it is too, while its shard is throttled; else null
 */
record Room(long recordSize, SendBuffer buffer, SendBuffer.Share share) {

    void release() {
        buffer.release(recordSize, share);
    }
}
