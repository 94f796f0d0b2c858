package io.github.camelconduit.kinesis.delivery;

import java.time.Instant;
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
    private final InFlightWindow window = new InFlightWindow();
    private final ShardInbox inbox = new ShardInbox();
    private final ShardDemand demand;
    private final AtomicBoolean running = new AtomicBoolean();
    /** Of the record that was handed over last: no other is, while it may be due. */
    private final Redelivery redelivery = new Redelivery();

    /** Told by a run that found no room in the window, and asked by whoever makes room. */
    private final FullWindow full;

    private final RecordsInRoute inRoute = new RecordsInRoute();
    private final ShardOutcomes outcomes;
    /** The route has returned a record that it did not return at once. */
    private final Runnable goOn = this::scheduleNext;

    /** Nothing more is handed over. */
    private volatile boolean withdrawn;

    private volatile long millisBehindLatest = -1;
    private volatile String lastHandedOver;

    // Only touched by a run.
    private ShardRecord last;
    private RecordBatch lastBatch;
    private ShardOutcomes.OfRecord lastOutcome;

    /**
     * @param mostInFlight records that may be handed over and not be done; 1 where the next one may have to wait for what
     *     becomes of the one before
     */
    ShardDelivery(String shardId, Delivery delivery, int mostInFlight) {
        this.shardId = shardId;
        this.delivery = delivery;
        this.full = new FullWindow(shardId, window, mostInFlight, delivery);
        this.outcomes = new ShardOutcomes(this, delivery, window, full, redelivery, inRoute);
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
        outcomes.drop();
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

    /** Whether a record was left undone; says so once. */
    boolean tellUndone() {
        return outcomes.tellUndone();
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
                inFlight(), lastHandedOver, behind(), window.oldestMillis(), withdrawn ? null : outcomes.failing());
    }

    /** What waits for the route falls behind while it does. */
    private Long behind() {
        Long oldest = window.asOfNanos();
        if (oldest == null) {
            oldest = inbox.asOfNanos();
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
            goOnLater(e);
        }
    }

    /** A run failed. Nothing that was to be handed over is lost by that: it waits, or is due to be delivered again. */
    private void goOnLater(Throwable failure) {
        boolean later = true;
        try {
            // The run stays taken: who else would come is kept away by that.
            delivery.executeLater(this::run, AGAIN_MILLIS);
        } catch (Throwable e) {
            running.set(false);
            later = false;
        }
        LOG.error(
                "Shard {}: its delivery failed, and goes on {}.",
                shardId,
                later ? "in " + AGAIN_MILLIS + " ms" : "when more comes",
                failure);
    }

    private void turn() {
        for (int i = 0; i < TURN; i++) {
            if (withdrawn) {
                inbox.clear();
                demand.close();
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
            if (!full.hasRoom()) {
                full.found();
                running.set(false);
                // The same for room that was made in between, and for a failure.
                boolean room = full.hasRoom();
                if (room) {
                    full.cleared();
                }
                if (room || withdrawn || redelivery.isDue()) {
                    schedule();
                }
                return;
            }
            // Before the record is taken, since it needs memory: from here to the route nothing may fail.
            ShardOutcomes.OfRecord next =
                    outcomes.of(inbox.peek(), inbox.current().asOfNanos());
            if (!enter()) {
                running.set(false);
                // And for a resumption.
                if (withdrawn) {
                    schedule();
                } else if (enter()) {
                    delivery.leave();
                    schedule();
                }
                return;
            }
            take(next);
            if (!deliver()) {
                return;
            }
        }
        scheduleNext();
    }

    private void take(ShardOutcomes.OfRecord outcome) {
        last = inbox.peek();
        lastBatch = inbox.current().batch();
        lastOutcome = outcome;
        lastHandedOver = last.sequenceNumber();
        inbox.take();
        outcome.enters();
        demand.handedOver();
        redelivery.next();
    }

    /**
     * Whether a record may be handed over now. Looks for an undone one when it has seen that the route is not suspended:
     * who left it undone and took the route for suspended has said so before that.
     */
    private boolean enter() {
        if (!delivery.enter()) {
            return false;
        }
        if (outcomes.isAnyUndone()) {
            delivery.leave();
            return false;
        }
        return true;
    }

    /** Delivers the record that failed again later. The run stays taken while it waits: nothing overtakes it. */
    private void pause() {
        redelivery.pause();
        try {
            delivery.executeLater(this::runAgain, redelivery.pauseMillis());
        } catch (RuntimeException | Error e) {
            // Nobody would end the pause, and the next run would go on behind the record.
            if (!redelivery.endPause()) {
                return;
            }
            redelivery.failed();
            throw e;
        }
        // Who withdrew the shard a moment ago saw no pause.
        if (withdrawn && redelivery.endPause()) {
            run();
        }
    }

    private void runAgain() {
        if (redelivery.endPause()) {
            try {
                turnAgain();
            } catch (Throwable e) {
                goOnLater(e);
            }
        }
    }

    private void turnAgain() {
        if (withdrawn) {
            turn();
        } else if (!enter()) {
            // The route is suspended: looks again later. What is suspended for long costs next to nothing so.
            pause();
        } else {
            lastOutcome.entersAgain();
            if (deliver()) {
                turn();
            }
        }
    }

    private void scheduleNext() {
        try {
            delivery.execute(this::run);
        } catch (Throwable e) {
            goOnLater(e);
        }
    }

    /** Whether there is a record to hand over; finishes batches that have none left. */
    private boolean hasNext() {
        while (!inbox.hasNext()) {
            HeldBatch finished = inbox.current();
            if (finished != null) {
                // Before the batch is taken out, since it needs memory: it may say that the shard has ended.
                Position reached = window.pass(finished.batch().next());
                inbox.takeFinished();
                finish(finished.batch(), finished.bytes(), reached);
            }
            if (!inbox.advance()) {
                return false;
            }
            if (inbox.hasNext()) {
                demand.ask();
            }
        }
        return true;
    }

    private void finish(RecordBatch finished, long bytes, Position reached) {
        outcomes.reached(reached);
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
        return delivery.process(last, lastBatch, lastOutcome, goOn);
    }
}
