package io.github.camelconduit.kinesis.delivery;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.spi.SynchronizationVetoable;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows when the route returns an exchange, and when it is done with it. The two are not the same: seda,
 * for one, returns an exchange at once and takes its completion over, until the route that reads the queue is done.
 *
 * <p>An exchange that failed after Camel's error handling is told to the exception handler and counts as done, or is
 * delivered again with {@code breakOnFirstError}, at whatever time it failed. So does one that comes back failed after somebody took its completion
 * over: who did may have refused the exchange after that, as seda does when its queue is full, and will never be done.
 * Where Camel's error handling handed the failed exchange to somebody, it is done when that one is. One that failed
 * because the reading is being stopped is not done.
 */
final class RecordCompletion implements SynchronizationVetoable, AsyncCallback {

    private static final Logger LOG = LoggerFactory.getLogger(RecordCompletion.class);

    private final Exchange exchange;
    private final DefaultConsumer consumer;
    private final Predicate<Exchange> cutOff;
    private final Runnable leave;
    private final Outcome outcome;
    private final Runnable next;
    private final boolean breakOnFirstError;
    /** Whether Camel's error handling, not the route, handed the completion to somebody. */
    private volatile boolean takenOverAsFailure;
    /** Whether the route gave the exchange back: by its callback, or by throwing, whichever was first. */
    private final AtomicBoolean returning = new AtomicBoolean();
    /** Whether what follows on that has told the outcome, where it is known. Written under the lock. */
    private volatile boolean returned;
    /** Whether the outcome was told. Guarded by the lock. */
    private boolean finished;
    /** Set by the first of two: the route returning the exchange, and the caller's process call returning. */
    private final AtomicBoolean met = new AtomicBoolean();

    /**
     * @param cutOff whether an exchange failed only because the reading is being stopped
     * @param leave called when the route has returned the exchange
     * @param breakOnFirstError whether a failed record is not done, but to be delivered again
     * @param outcome told once what became of the record
     * @param next called when the route has returned it, unless {@link #returnedAlready} said so before
     */
    RecordCompletion(
            Exchange exchange,
            DefaultConsumer consumer,
            Predicate<Exchange> cutOff,
            boolean breakOnFirstError,
            Runnable leave,
            Outcome outcome,
            Runnable next) {
        this.exchange = exchange;
        this.consumer = consumer;
        this.cutOff = cutOff;
        this.leave = leave;
        this.breakOnFirstError = breakOnFirstError;
        this.outcome = outcome;
        this.next = next;
    }

    /** What became of a record. */
    interface Outcome {

        /** The route is done with it. */
        void done();

        /**
         * It failed, and is to be delivered again before any other of its shard.
         *
         * @param failure why; null when it failed only because the reading is being stopped
         */
        void again(Throwable failure);

        /**
         * It failed because the reading is being stopped, after the route had returned it, and the shard has gone on: it
         * cannot be delivered again in order.
         */
        void leftUndone();
    }

    /** Whether the route has returned the exchange by now; if not, {@code next} runs when it does. */
    boolean returnedAlready() {
        return !met.compareAndSet(false, true);
    }

    /** The processor threw, instead of setting the failure on the exchange and calling back. */
    void thrown(Throwable e) {
        if (returning.compareAndSet(false, true)) {
            exchange.setException(e);
            comeBack();
        } else {
            // It may be another record's by now.
            LOG.error("The route threw an exception after it had returned an exchange", e);
        }
    }

    @Override
    public void done(boolean doneSync) {
        if (returning.compareAndSet(false, true)) {
            comeBack();
        }
    }

    /** The route has returned the exchange. Whatever fails in here: the shard goes on. */
    private void comeBack() {
        try {
            report();
            if (isOver()) {
                finish(exchange);
            }
        } finally {
            synchronized (this) {
                returned = true;
            }
            try {
                consumer.releaseExchange(exchange, false);
            } finally {
                leave.run();
                if (!met.compareAndSet(false, true)) {
                    next.run();
                }
            }
        }
    }

    /** Whether an exchange that comes back is done or has failed, and nobody will tell. */
    private boolean isOver() {
        if (exchange.getExchangeExtension().containsOnCompletion(this)) {
            // Nobody took it over and no unit of work ran: the exchange never entered the route.
            return true;
        }
        boolean failed = hasFailed(exchange);
        if (breakOnFirstError && failed) {
            return true;
        }
        return (failed || exchange.getExchangeExtension().isFailureHandled()) && !takenOverAsFailure;
    }

    @Override
    public boolean allowHandover() {
        return true;
    }

    @Override
    public void beforeHandover(Exchange target) {
        if (!returned) {
            // Set by Camel before it hands an exchange that failed to whoever is to handle that.
            takenOverAsFailure = target.getProperty(ExchangePropertyKey.FAILURE_ROUTE_ID) != null;
        }
    }

    @Override
    public void onComplete(Exchange completed) {
        finish(completed);
    }

    @Override
    public void onFailure(Exchange failed) {
        finish(failed);
    }

    private void finish(Exchange by) {
        boolean cut = cutOff.test(by);
        boolean done = !cut && !(breakOnFirstError && hasFailed(by));
        synchronized (this) {
            if (finished) {
                return;
            }
            finished = true;
            // With breakOnFirstError the next record waits until the outcome is told.
            if (!done && (!returned || breakOnFirstError)) {
                // Under the lock: once the exchange has returned, the next record may be on its way.
                outcome.again(cut ? null : failure(by));
                return;
            }
        }
        if (done) {
            outcome.done();
        } else {
            outcome.leftUndone();
        }
    }

    private static boolean hasFailed(Exchange by) {
        return by.getException() != null || by.isRollbackOnly() || by.isRollbackOnlyLast();
    }

    /** What an exchange failed with; null when it did not. */
    private static Throwable failure(Exchange by) {
        Throwable failure = by.getException();
        if (failure == null && hasFailed(by)) {
            return new CamelExchangeException("The exchange was marked for rollback", by);
        }
        return failure;
    }

    private void report() {
        Throwable failure = failure(exchange);
        if (failure == null) {
            return;
        }
        try {
            consumer.getExceptionHandler().handleException("Error processing exchange", exchange, failure);
        } catch (Throwable e) {
            // It is the user's. The record's outcome is not its to decide.
            LOG.error("The exception handler failed on: {}", failure.toString(), e);
        }
    }
}
