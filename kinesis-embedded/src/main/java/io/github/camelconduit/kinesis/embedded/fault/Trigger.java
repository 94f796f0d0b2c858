package io.github.camelconduit.kinesis.embedded.fault;

import java.util.Random;

/**
 * Decides which of the matching calls (or events, or records) a fault hits: after the first {@code skip} of them, at most {@code limit}, each with
 * a probability. Thread-safe.
 */
public final class Trigger {

    private final String operation;
    private final String stream;
    private final String shardId;
    private final double rate;
    private final Random random;
    private final Runnable onHit;
    private long toSkip;
    private long left;
    private long hits;

    /** What is null matches everything. */
    Trigger(
            String operation,
            String stream,
            String shardId,
            long skip,
            long limit,
            double rate,
            long seed,
            Runnable onHit) {
        this.operation = operation;
        this.stream = stream;
        this.shardId = shardId;
        this.toSkip = skip;
        this.left = limit;
        this.rate = rate;
        this.random = new Random(seed);
        this.onHit = onHit;
    }

    /** Whether this call is hit; counts it. */
    synchronized boolean hits(CallTarget call) {
        if (!matches(operation, call.operation())
                || !matches(stream, call.stream())
                || !matches(shardId, call.shardId())) {
            return false;
        }
        if (toSkip > 0) {
            toSkip--;
            return false;
        }
        if (left == 0 || (rate < 1 && random.nextDouble() >= rate)) {
            return false;
        }
        left--;
        hits++;
        onHit.run();
        return true;
    }

    synchronized long hits() {
        return hits;
    }

    /** What it hits; what is null matches everything. */
    CallTarget target() {
        return new CallTarget(operation, stream, shardId);
    }

    synchronized boolean exhausted() {
        return left == 0;
    }

    private static boolean matches(String wanted, String actual) {
        return wanted == null || wanted.equals(actual);
    }
}
