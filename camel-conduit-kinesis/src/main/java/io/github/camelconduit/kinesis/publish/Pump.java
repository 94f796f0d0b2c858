package io.github.camelconduit.kinesis.publish;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the next request to a stream made: on this thread, on the sender's executor, or at a moment. Nothing is thrown at
 * who asks for it, because a record that was taken must not count as not taken: what cannot be done now, for a lack of
 * memory say, is done {@value #AGAIN_MILLIS} ms later. Thread-safe.
 */
final class Pump {

    private static final Logger LOG = LoggerFactory.getLogger(Pump.class);

    static final int AGAIN_MILLIS = 10;

    private final StreamTarget stream;
    private final Sender sender;
    private final Runnable request;
    private final WakeUp wakeUp;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private volatile Throwable failure;
    private volatile boolean complained;

    /** @param request makes a request if there is something to send; says first that it has {@link #begun} */
    Pump(StreamTarget stream, Sender sender, Runnable request) {
        this.stream = stream;
        this.sender = sender;
        this.request = request;
        this.wakeUp = new WakeUp(sender.timer(), this::execute);
    }

    /** Whether the caller is the one that must have it run; false while somebody does already. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    boolean isClaimed() {
        return claimed.get();
    }

    /** It runs: what comes from now on has to claim it anew. */
    void begun() {
        claimed.set(false);
    }

    /** On this thread, which may have to wait for credentials. */
    void run() {
        try {
            request.run();
        } catch (RuntimeException | Error e) {
            failure = e;
            later();
            return;
        }
        if (complained) {
            complained = false;
        }
    }

    /** On the executor. */
    void execute() {
        try {
            sender.execute(this::run);
        } catch (RuntimeException | Error e) {
            failure = e;
            later();
        }
    }

    /** At this moment or before, by {@link System#nanoTime()}. False if that cannot be: then it is to run {@link #later}. */
    boolean at(long nanos, long nowNanos) {
        try {
            wakeUp.at(nanos, nowNanos);
            return true;
        } catch (RuntimeException | Error e) {
            failure = e;
            return false;
        }
    }

    /** A moment later, as it cannot be now. Where not even an alarm can be set, with the next record or answer. */
    void later() {
        claimed.set(false);
        long now = System.nanoTime();
        if (at(now + TimeUnit.MILLISECONDS.toNanos(AGAIN_MILLIS), now) && !complained) {
            complained = true;
            complain(failure);
        }
    }

    private void complain(Throwable reason) {
        try {
            sender.log()
                    .add(() -> LOG.warn("Requests to stream {} could not be made; it is tried again", stream, reason));
        } catch (RuntimeException | Error e) {
            // There is no memory for a line. What it was about is on its way.
        }
    }

    void close() {
        wakeUp.close();
    }
}
