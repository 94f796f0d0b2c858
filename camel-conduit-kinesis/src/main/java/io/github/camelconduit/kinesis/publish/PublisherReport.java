package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.List;

/**
 * How it stands with a publisher.
 *
 * @param bufferedBytes how much of the send buffer is taken, in bytes
 * @param sendBufferBytes how much there is
 * @param waiting how many records wait for room in it
 * @param bufferFullFor for how long nobody has got room in it; zero when there is room
 * @param counts what it has done since it started
 * @param lastError what the last attempt failed with that did; null when none did
 * @param streams the streams that something was written to within the last minutes, in the order of their names
 */
public record PublisherReport(
        long bufferedBytes,
        long sendBufferBytes,
        int waiting,
        Duration bufferFullFor,
        WriteCounts counts,
        WriteError lastError,
        List<StreamReport> streams) {}
