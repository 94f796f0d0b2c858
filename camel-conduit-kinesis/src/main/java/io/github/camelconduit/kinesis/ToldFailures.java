package io.github.camelconduit.kinesis;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the exception handler of a consumer what ended its reading, or that of a shard, on a thread of its own. The
 * handler is the user's: it may wait for long, as one that hands the failure to the route's error handler does, and it
 * may throw. Neither reaches the threads that keep the subscriptions. Thread-safe; never waits and never throws.
 */
final class ToldFailures implements Consumer<Exception> {

    private static final Logger LOG = LoggerFactory.getLogger(ToldFailures.class);

    private final Executor thread;
    private final Supplier<ExceptionHandler> handler;

    /** @param thread on which the handler is called; what waits for it must have no bound */
    ToldFailures(Executor thread, Supplier<ExceptionHandler> handler) {
        this.thread = thread;
        this.handler = handler;
    }

    @Override
    public void accept(Exception failure) {
        try {
            thread.execute(() -> tell(failure));
        } catch (RejectedExecutionException e) {
            LOG.warn("The consumer is stopping, and its exception handler is not told any more:", failure);
        } catch (Error e) {
            // No thread can be made.
            LOG.error("The exception handler could not be told of: {}", failure.toString(), e);
        }
    }

    private void tell(Exception failure) {
        try {
            handler.get().handleException(failure);
        } catch (Throwable e) {
            LOG.error("The exception handler failed on: {}", failure.toString(), e);
        }
    }
}
