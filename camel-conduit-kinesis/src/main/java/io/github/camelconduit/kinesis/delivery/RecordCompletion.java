package io.github.camelconduit.kinesis.delivery;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.Synchronization;

/**
 * What follows when the route returns an exchange, and when it is done with it. The two are not the same: an aggregator
 * returns an exchange at once and takes its completion over, until the aggregate is done.
 *
 * <p>An exchange that failed after Camel's error handling is told to the exception handler and counts as done, unless it
 * failed because the reading is being stopped.
 */
final class RecordCompletion implements Synchronization, AsyncCallback {

    private final Exchange exchange;
    private final ExceptionHandler exceptionHandler;
    private final Predicate<Exchange> cutOff;
    private final Runnable leave;
    private final Runnable done;
    private final Runnable next;
    private final AtomicBoolean finished = new AtomicBoolean();
    /** Set by the first of two: the route returning the exchange, and the caller's process call returning. */
    private final AtomicBoolean met = new AtomicBoolean();

    /**
     * @param cutOff whether an exchange failed only because the reading is being stopped
     * @param leave called when the route has returned the exchange
     * @param done called once when the route is done with it
     * @param next called when the route has returned it, unless {@link #returnedAlready} said so before
     */
    RecordCompletion(
            Exchange exchange,
            ExceptionHandler exceptionHandler,
            Predicate<Exchange> cutOff,
            Runnable leave,
            Runnable done,
            Runnable next) {
        this.exchange = exchange;
        this.exceptionHandler = exceptionHandler;
        this.cutOff = cutOff;
        this.leave = leave;
        this.done = done;
        this.next = next;
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
        if (!cutOff.test(by) && finished.compareAndSet(false, true)) {
            done.run();
        }
    }

    private void report() {
        if (exchange.getException() != null) {
            exceptionHandler.handleException("Error processing exchange", exchange, exchange.getException());
        } else if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            exceptionHandler.handleException(
                    "Error processing exchange",
                    exchange,
                    new CamelExchangeException("The exchange was marked for rollback", exchange));
        }
    }
}
