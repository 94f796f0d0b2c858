package io.github.camelconduit.kinesis.delivery;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelconduit.kinesis.ConduitKinesisConstants;

/**
 * What follows when the route returns an exchange, and when it is done with it. The two are not the same: seda,
 * for one, returns an exchange at once and takes its completion over, until the route that reads the queue is done.
 *
 * <p>An exchange that failed after Camel's error handling is told to the exception handler and counts as done, or is
 * delivered again with {@code breakOnFirstError}. One that failed because the reading is being stopped is not done.
 */
final class RecordCompletion implements Synchronization, AsyncCallback {

    private static final Logger LOG = LoggerFactory.getLogger(RecordCompletion.class);

    private final Exchange exchange;
    private final DefaultConsumer consumer;
    private final Predicate<Exchange> cutOff;
    private final Runnable leave;
    private final Outcome outcome;
    private final Runnable next;
    private final boolean breakOnFirstError;
    private volatile boolean returned;
    private final AtomicBoolean finished = new AtomicBoolean();
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

        /** It failed and is to be delivered again, before any other of its shard. */
        void again();
    }

    /** Whether the route has returned the exchange by now; if not, {@code next} runs when it does. */
    boolean returnedAlready() {
        return !met.compareAndSet(false, true);
    }

    /** The route has returned the exchange. */
    @Override
    public void done(boolean doneSync) {
        report();
        if (exchange.getExchangeExtension().containsOnCompletion(this)) {
            // Nobody took the completion over and no unit of work ran: the exchange never entered the route.
            finish(exchange);
        }
        returned = true;
        consumer.releaseExchange(exchange, false);
        leave.run();
        if (!met.compareAndSet(false, true)) {
            next.run();
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
        if (cutOff.test(by) || !finished.compareAndSet(false, true)) {
            return;
        }
        if (!breakOnFirstError || !hasFailed(by)) {
            outcome.done();
        } else if (!returned) {
            outcome.again();
        } else {
            // Somebody took the exchange over, and the shard has gone on: it cannot be delivered again in order.
            LOG.warn(
                    "Record {} of shard {} failed after the route had returned it. Its position is not passed: it is"
                            + " delivered again after a restart.",
                    exchange.getMessage().getHeader(ConduitKinesisConstants.SEQUENCE_NUMBER),
                    exchange.getMessage().getHeader(ConduitKinesisConstants.SHARD_ID));
        }
    }

    private static boolean hasFailed(Exchange by) {
        return by.getException() != null || by.isRollbackOnly() || by.isRollbackOnlyLast();
    }

    private void report() {
        if (exchange.getException() != null) {
            consumer.getExceptionHandler()
                    .handleException("Error processing exchange", exchange, exchange.getException());
        } else if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            consumer.getExceptionHandler()
                    .handleException(
                            "Error processing exchange",
                            exchange,
                            new CamelExchangeException("The exchange was marked for rollback", exchange));
        }
    }
}
