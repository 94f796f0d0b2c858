package io.github.camelconduit.kinesis.delivery;

import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelconduit.kinesis.position.Position;

/**
 * Hands the records of one shard to the route, one after the other.
 *
 * <p>Runs on the delivery threads, never on two at a time: {@link #running} is taken by whoever starts a run and given
 * back when there is nothing to do. While the route processes a record asynchronously no thread is held; the run stays
 * taken, and goes on when the route calls back. So the fields that only a run touches need no lock.
 */
final class ShardDelivery {

    /** Records until other shards get the thread. */
    private static final int TURN = 256;

    /** Records of a shard that may be handed over and not be done, as when seda has them in its queue. */
    static final int MAX_IN_FLIGHT = 10_000;

    /** Before a run that failed goes on. */
    private static final long AGAIN_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ShardDelivery.class);

    private final String shardId;
    private final Delivery delivery;
    private final int mostInFlight;
    private final InFlightWindow window = new InFlightWindow();
    private final Queue<HeldBatch> inbox = new ConcurrentLinkedQueue<>();
    private final ShardDemand demand;
    private final AtomicBoolean running = new AtomicBoolean();
    /** Of the record that was handed over last: no other is, while it may be due. */
    private final Redelivery redelivery = new Redelivery();

    private final RepeatedFailure failing;

    /** Told by a run that found no room in the window, and asked by whoever makes room. */
    private final FullWindow full;

    private final RecordsInRoute inRoute = new RecordsInRoute();

    /** Whether a record was left undone, and the shard was not read again for that. */
    private final AtomicBoolean undone = new AtomicBoolean();

    /** Nothing more is handed over. */
    private volatile boolean withdrawn;
    /** Nothing more is reported as done. Written, and read before reporting, under {@link #reporting}. */
    private boolean dropped;

    private final Object reporting = new Object();
    private volatile long millisBehindLatest = -1;
    private volatile String lastHandedOver;

    // Only touched by a run.
    private HeldBatch current;
    private ShardRecord last;
    private RecordBatch lastBatch;
    private InFlightWindow.Entry lastEntry;
    private Iterator<ShardRecord> records = Collections.emptyIterator();

    /**
     * @param mostInFlight records that may be handed over and not be done; 1 where the next one may have to wait for what
     *     becomes of the one before
     */
    ShardDelivery(String shardId, Delivery delivery, int mostInFlight) {
        this.shardId = shardId;
        this.delivery = delivery;
        this.mostInFlight = mostInFlight;
        this.full = new FullWindow(shardId, window, delivery);
        this.failing = new RepeatedFailure(shardId);
        this.demand =
                new ShardDemand(shardId, delivery.source(), delivery.budget().open());
    }

    /** Asks for the first batch. */
    void open() {
        demand.ask();
    }

    /** Of what is asked for. */
    ShardDemand demand() {
        return demand;
    }

    /** A batch came. Called by one thread at a time, which may hold locks; never blocks and never calls back. */
    void received(RecordBatch batch) {
        HeldBatch held = HeldBatch.of(batch);
        demand.arrived(batch, held.bytes());
        millisBehindLatest = batch.millisBehindLatest();
        inbox.add(held);
        schedule();
    }

    /**
     * Hands nothing more over; what the route is done with still counts, until {@link #drop}. Any thread.
     *
     * @param quiet run once, when the route is done with what it had, or this or {@link #drop} is called again: at once, or on another thread
     */
    void withdraw(Runnable quiet) {
        Runnable before = inRoute.whenQuiet(quiet);
        withdrawn = true;
        full.end();
        if (before != null) {
            before.run();
        }
        // Here, not on a delivery thread: it may take long until one is free, and nothing is handed over.
        if (running.compareAndSet(false, true) || redelivery.endPause()) {
            run();
        }
    }

    /** Hands nothing more over, and reports nothing more as done from when this returns. Any thread. */
    void drop() {
        synchronized (reporting) {
            dropped = true;
        }
        demand.close();
        withdraw(() -> {});
    }

    /** Starts a run unless one is going on. Any thread; never throws. */
    void schedule() {
        if (running.compareAndSet(false, true)) {
            try {
                delivery.execute(this::run);
            } catch (Throwable e) {
                // What came is kept, and whoever brought it must not bring it again.
                running.set(false);
                LOG.error("Shard {}: no delivery thread takes it. It goes on when more comes.", shardId, e);
            }
        }
    }

    /** Looks which record is the oldest that the route has. Called every second or so. */
    void look() {
        window.look();
    }

    String shardId() {
        return shardId;
    }

    /** Whether a record was left undone since this was asked last. */
    boolean takeUndone() {
        return undone.getAndSet(false);
    }

    /** How many records were handed over and are not done. */
    int inFlight() {
        return window.records();
    }

    /** How many records the route has: those that were handed over, except what failed and waits to be again. */
    int inRoute() {
        return inRoute.count();
    }

    /** Null unless the route does not finish what it has, and nothing more is delivered for that. */
    StuckShard stuck() {
        Instant since = full.stuckSince();
        return since == null ? null : new StuckShard(shardId, inFlight(), since);
    }

    ShardProgress progress() {
        return new ShardProgress(
                inFlight(), lastHandedOver, behind(), window.oldestMillis(), withdrawn ? null : failing.known());
    }

    /** What waits for the route falls behind while it does. */
    private Long behind() {
        Long oldest = window.asOfNanos();
        if (oldest == null) {
            oldest = inbox.stream()
                    .filter(HeldBatch::hasRecords)
                    .map(HeldBatch::asOfNanos)
                    .findFirst()
                    .orElse(null);
        }
        if (oldest != null) {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - oldest);
        }
        return millisBehindLatest < 0 ? null : millisBehindLatest;
    }

    private void run() {
        try {
            turn();
        } catch (Throwable e) {
            // The run stays taken: who else would come is kept away by that.
            LOG.error("Shard {}: its delivery failed, and goes on in {} ms.", shardId, AGAIN_MILLIS, e);
            delivery.executeLater(this::run, AGAIN_MILLIS);
        }
    }

    private void turn() {
        for (int i = 0; i < TURN; i++) {
            if (withdrawn) {
                discard();
                inRoute.close();
                running.set(false);
                inRoute.tellIfQuiet();
                return;
            }
            if (redelivery.isDue()) {
                redelivery.begin();
                pause();
                return;
            }
            if (!hasNext()) {
                running.set(false);
                // A batch that came between looking and giving the run back would else wait for the next one.
                if (!inbox.isEmpty() || withdrawn || redelivery.isDue()) {
                    schedule();
                }
                return;
            }
            if (window.size() >= mostInFlight) {
                full.found();
                running.set(false);
                // The same for room that was made in between, and for a failure.
                boolean room = window.size() < mostInFlight;
                if (room) {
                    full.cleared();
                }
                if (room || withdrawn || redelivery.isDue()) {
                    schedule();
                }
                return;
            }
            if (!delivery.enter()) {
                running.set(false);
                // And for a resumption.
                if (withdrawn) {
                    schedule();
                } else if (delivery.enter()) {
                    delivery.leave();
                    schedule();
                }
                return;
            }
            last = records.next();
            lastBatch = current.batch();
            lastHandedOver = last.sequenceNumber();
            lastEntry = window.add(last.position(), current.asOfNanos());
            demand.handedOver();
            redelivery.next();
            if (!deliver()) {
                return;
            }
        }
        delivery.execute(this::run);
    }

    /** Delivers the record that failed again later. The run stays taken while it waits: nothing overtakes it. */
    private void pause() {
        redelivery.pause();
        delivery.executeLater(this::runAgain, redelivery.pauseMillis());
        // Who withdrew the shard a moment ago saw no pause.
        if (withdrawn && redelivery.endPause()) {
            run();
        }
    }

    private void runAgain() {
        if (!redelivery.endPause()) {
            return;
        }
        if (withdrawn) {
            run();
        } else if (!delivery.enter()) {
            // The route is suspended: looks again later. What is suspended for long costs next to nothing so.
            pause();
        } else {
            window.again(lastEntry);
            if (deliver()) {
                run();
            }
        }
    }

    /** Whether there is a record to hand over; finishes batches that have none left. */
    private boolean hasNext() {
        while (!records.hasNext()) {
            if (current != null) {
                finishBatch();
            }
            current = inbox.poll();
            if (current == null) {
                return false;
            }
            records = current.batch().records().iterator();
            if (records.hasNext()) {
                demand.ask();
            }
        }
        return true;
    }

    private void finishBatch() {
        RecordBatch finished = current.batch();
        long bytes = current.bytes();
        current = null;
        done(window.pass(finished.next()));
        if (finished.isLast() || finished.millisBehindLatest() == 0) {
            delivery.caughtUp(shardId);
        }
        if (finished.isLast()) {
            demand.close();
        } else {
            demand.finished(bytes);
        }
    }

    /** Hands the last record over. Returns whether the run goes on; if not, the route's callback goes on with it. */
    private boolean deliver() {
        inRoute.entered();
        return delivery.process(last, lastBatch, new LastOutcome(lastEntry), () -> delivery.execute(this::run));
    }

    private final class LastOutcome implements RecordCompletion.Outcome {

        private final InFlightWindow.Entry entry;

        private LastOutcome(InFlightWindow.Entry entry) {
            this.entry = entry;
        }

        @Override
        public void done() {
            try {
                finished(entry);
                failing.done(entry);
            } finally {
                inRoute.left();
            }
        }

        @Override
        public void again(Throwable failure) {
            try {
                failing.failed(entry, lastHandedOver, failure);
            } finally {
                deliverAgain();
            }
        }

        @Override
        public void notMade(Throwable cause) {
            try {
                failing.notMade(entry, lastHandedOver, cause);
            } finally {
                deliverAgain();
            }
        }

        private void deliverAgain() {
            redelivery.failed();
            inRoute.left();
            // The route is not stuck: it gave the record back, and gets it again.
            full.cleared();
            // Where the route returned it before, no run may be left to see that.
            schedule();
        }

        @Override
        public void leftUndone() {
            // First: a route that waits for this to be suspended may be resumed at once.
            undone.set(true);
            inRoute.left();
            delivery.leftUndone(ShardDelivery.this);
        }
    }

    /** The route is done with a record. Any thread. */
    private void finished(InFlightWindow.Entry entry) {
        done(window.done(entry));
        if (window.size() < mostInFlight && full.cleared()) {
            schedule();
        }
    }

    private void done(Position reached) {
        if (reached == null) {
            return;
        }
        synchronized (reporting) {
            if (dropped) {
                return;
            }
            delivery.source().done(shardId, reached);
        }
        if (reached.isEnded()) {
            delivery.ended(this);
        }
    }

    private void discard() {
        current = null;
        records = Collections.emptyIterator();
        inbox.clear();
        demand.close();
    }
}
