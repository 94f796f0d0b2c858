package io.github.camelconduit.kinesis.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.camelconduit.kinesis.client.Remedy;
import io.github.camelconduit.kinesis.publish.PublisherReport;
import io.github.camelconduit.kinesis.publish.StreamReport;
import io.github.camelconduit.kinesis.publish.WriteError;
import io.github.camelconduit.kinesis.publish.WriteFailure;

/** What is not as it should be with a producer: what its last attempts failed with, and what exceeds a threshold. */
public final class ProducerTroubles {

    /**
     * After an answer that said why nothing can be written, for so long nothing else is known. A process that gets no
     * messages while it is not ready would never find out: then the next message does.
     */
    static final Duration LAST_ATTEMPT_COUNTS = Duration.ofMinutes(1);

    private ProducerTroubles() {}

    /** @param longest how long a record takes at most, attempts included, before it is written or given up */
    public static List<Trouble> of(PublisherReport report, HealthThresholds thresholds, Duration longest, Instant now) {
        List<Trouble> all = new ArrayList<>();
        for (StreamReport stream : report.streams()) {
            if (stream.failing() != null
                    && stream.triedAt().plus(LAST_ATTEMPT_COUNTS).isAfter(now)) {
                all.add(of(stream.failing(), stream.stream(), stream.failingSince()));
            }
            if (thresholds.isStuck(stream.still()) && stream.still().compareTo(longest) > 0) {
                all.add(new Trouble(
                        Trouble.STUCK,
                        "nothing was sent or answered for " + stream.still().toSeconds() + " s, although "
                                + stream.records() + " records are held for stream " + stream.stream()
                                + " (healthCheckStuckTimeout); a new start helps",
                        null,
                        stream.stream(),
                        now.minus(stream.still()),
                        Remedy.RESTART));
            }
        }
        if (!report.bufferFullFor().isZero()) {
            all.add(new Trouble(
                    Trouble.BUFFER_FULL,
                    "the send buffer is full (sendBufferBytes=" + report.sendBufferBytes() + ") and " + report.waiting()
                            + " records wait for room, which none has got since",
                    null,
                    null,
                    now.minus(report.bufferFullFor()),
                    Remedy.TIME));
        }
        return all;
    }

    static Trouble of(WriteError error) {
        return of(error.failure(), error.stream(), error.at());
    }

    private static Trouble of(WriteFailure failure, String stream, Instant since) {
        return new Trouble(failure.name(), failure.meaning(), failure.iamAction(), stream, since, failure.remedy());
    }
}
