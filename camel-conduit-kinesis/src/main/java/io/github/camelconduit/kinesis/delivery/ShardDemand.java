package io.github.camelconduit.kinesis.delivery;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much of one shard is asked for. A shard at its tip always listens: one batch is requested, without anything being
 * reserved for it, since how large it is depends on what is written. A shard that holds records, or is behind, reserves
 * what the next batch is expected to be, and has two at most that are requested or held: one that is worked on and one
 * that arrives meanwhile.
 *
 * <p>Thread-safe. {@link #arrived} never calls out.
 */
final class ShardDemand {

    /** What the first batch is expected to be, in bytes. */
    static final long FIRST = 256 * 1024L;

    /** What a batch is expected to be at least, in bytes. */
    static final long SMALLEST = 16 * 1024L;

    /** What a batch is expected to be at most, in bytes: AWS pushes 2 MB a second for a shard and consumer. */
    static final long LARGEST = 2 * 1024 * 1024L;

    /** Batches requested or held, at most. */
    private static final int MOST = 2;

    private final String shardId;
    private final ShardSource source;
    private final ByteBudget.Account account;

    /** Batches that were asked for and are not finished. */
    private final AtomicInteger unfinished = new AtomicInteger();

    private volatile long expectedBytes = FIRST;
    /** How large batches are: known when the first has come. */
    private volatile boolean sizeKnown;

    private volatile boolean atTip;
    /** The last batch has come, or nothing is wanted any more. */
    private volatile boolean ending;

    ShardDemand(String shardId, ShardSource source, ByteBudget.Account account) {
        this.shardId = shardId;
        this.source = source;
        this.account = account;
    }

    /** Asks for as much as may be. Called when the shard is opened, and when a batch is begun or finished. */
    void ask() {
        int asked = unfinished.get();
        while (!ending && asked < MOST && (asked == 0 || wantsAnother())) {
            if (unfinished.compareAndSet(asked, asked + 1)) {
                if (asked == 0 && atTip) {
                    account.listen();
                    request();
                } else {
                    account.reserve(expectedBytes, this::request);
                }
            }
            asked = unfinished.get();
        }
    }

    private boolean wantsAnother() {
        return sizeKnown && (!atTip || !account.holdsNothing()) && account.isWithinShare(expectedBytes);
    }

    private void request() {
        if (!ending) {
            source.request(shardId, 1);
        }
    }

    /** A batch came. */
    void arrived(RecordBatch batch, long bytes) {
        expectedBytes = Math.min(LARGEST, Math.max(SMALLEST, bytes));
        sizeKnown = true;
        atTip = batch.millisBehindLatest() == 0;
        ending |= batch.isLast();
        account.arrived(bytes);
    }

    /** Whether no batch has come yet. */
    boolean isFirstAwaited() {
        return !sizeKnown && !ending;
    }

    /** The first batch does not come though the service has taken the request for it: the shard has nothing for now. */
    void nothingCame(long arrivalsBefore) {
        account.nothingCame(SMALLEST, arrivalsBefore);
    }

    /** A record was handed to the route. */
    void handedOver() {
        account.handedOver();
    }

    /** A batch is done with, and more is asked for. */
    void finished(long bytes) {
        unfinished.decrementAndGet();
        account.finished(bytes);
        ask();
    }

    /** Asks for nothing more and gives back what is reserved or held. */
    void close() {
        ending = true;
        account.close();
    }
}
