package io.github.camelconduit.kinesis.delivery;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.camelconduit.kinesis.position.Position;

/**
 * What follows when the route is done with a record of a shard, when it fails with it, and when it leaves it undone.
 * Thread-safe: told on any thread, while the shard's run goes on or not.
 */
final class ShardOutcomes {

    private final ShardDelivery shard;
    private final Delivery delivery;
    private final InFlightWindow window;
    private final FullWindow full;
    private final Redelivery redelivery;
    private final RecordsInRoute inRoute;
    private final RepeatedFailure failing;
    private final DoneReports reports;

    /** A record was left undone: what follows on it waits until the shard is read again, by another delivery. */
    private volatile boolean undone;
    /** Whether that was told to whoever has the shard read again. */
    private final AtomicBoolean undoneTold = new AtomicBoolean();

    ShardOutcomes(
            ShardDelivery shard,
            Delivery delivery,
            InFlightWindow window,
            FullWindow full,
            Redelivery redelivery,
            RecordsInRoute inRoute) {
        this.shard = shard;
        this.delivery = delivery;
        this.window = window;
        this.full = full;
        this.redelivery = redelivery;
        this.inRoute = inRoute;
        this.failing = new RepeatedFailure(shard.shardId());
        this.reports = new DoneReports(shard.shardId(), delivery.source());
    }

    /**
     * Who is told what becomes of a record that is to be handed over.
     *
     * @param asOfNanos when the tip of the shard was where the event is that brought it, by {@link System#nanoTime()}
     */
    OfRecord of(ShardRecord shardRecord, long asOfNanos) {
        return new OfRecord(new InFlightWindow.Entry(shardRecord.position(), asOfNanos), shardRecord.sequenceNumber());
    }

    /** All of the shard before a position is done, unless it is null. */
    void reached(Position position) {
        if (position != null && reports.report(position)) {
            delivery.ended(shard);
        }
    }

    /** Reports nothing more as done from when this returns. */
    void drop() {
        reports.drop();
    }

    /** Whether a record was left undone. */
    boolean isAnyUndone() {
        return undone;
    }

    /** The same; says so once. */
    boolean tellUndone() {
        return undone && undoneTold.compareAndSet(false, true);
    }

    /** The record that failed and is delivered again; null when none did. */
    FailingRecord failing() {
        return failing.known();
    }

    final class OfRecord implements Delivery.Outcome {

        private final InFlightWindow.Entry entry;
        private final String sequenceNumber;

        private OfRecord(InFlightWindow.Entry entry, String sequenceNumber) {
            this.entry = entry;
            this.sequenceNumber = sequenceNumber;
        }

        /** It is handed to the route now, for the first time. Never throws. */
        void enters() {
            window.add(entry);
            inRoute.entered();
        }

        /** It is handed to the route once more. Never throws. */
        void entersAgain() {
            window.again(entry);
            inRoute.entered();
        }

        @Override
        public void done() {
            try {
                reached(window.done(entry));
                if (full.hasRoom() && full.cleared()) {
                    shard.schedule();
                }
                failing.done(entry);
            } finally {
                inRoute.left();
            }
        }

        @Override
        public void again(Throwable failure) {
            try {
                failing.failed(entry, sequenceNumber, failure);
            } finally {
                deliverAgain();
            }
        }

        @Override
        public void notMade(Throwable cause) {
            try {
                failing.notMade(entry, sequenceNumber, cause);
            } finally {
                deliverAgain();
            }
        }

        private void deliverAgain() {
            window.givenBack(entry);
            redelivery.failed();
            inRoute.left();
            // The route is not stuck: it gave the record back, and gets it again.
            full.cleared();
            // Where the route returned it before, no run may be left to see that.
            shard.schedule();
        }

        @Override
        public void leftUndone() {
            // First: a route that waits for this to be suspended may be resumed at once.
            undone = true;
            window.givenBack(entry);
            inRoute.left();
            delivery.leftUndone(shard);
        }
    }
}
