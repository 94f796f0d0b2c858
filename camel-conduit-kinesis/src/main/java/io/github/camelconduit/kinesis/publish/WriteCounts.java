package io.github.camelconduit.kinesis.publish;

/**
 * What a producer has done since it started.
 *
 * @param recordsWritten how many records were written
 * @param recordsFailed how many were given up, so that their exchanges failed
 * @param bytesWritten data and partition keys of those that were written
 * @param failedAttempts how often a record was sent and not acknowledged
 * @param requests how many requests were made
 */
public record WriteCounts(
        long recordsWritten, long recordsFailed, long bytesWritten, long failedAttempts, long requests) {}
