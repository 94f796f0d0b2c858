package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How the writing to one stream stands.
 *
 * @param stream the stream's name or ARN
 * @param records how many records are held for it
 * @param inFlightRequests how many requests are unanswered
 * @param creating whether it is being created, and nothing is sent until it is
 * @param throttledShards the shards whose records are held back because they had too much
 * @param failing why nothing can be written; null when something can
 * @param failingSince when that began; null when something can be written
 * @param triedAt when the last answer came; null when none has
 * @param writtenAt when a record was written last; null when none was
 * @param still for how long nothing was sent or answered although there are records; zero when there are none
 */
public record StreamReport(
        String stream,
        int records,
        int inFlightRequests,
        boolean creating,
        List<String> throttledShards,
        WriteFailure failing,
        Instant failingSince,
        Instant triedAt,
        Instant writtenAt,
        Duration still) {}
