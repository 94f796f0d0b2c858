package io.github.camelconduit.kinesis.delivery;

import java.util.concurrent.RejectedExecutionException;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.DefaultConsumer;

/**
 * Tells an exchange that failed by itself from one that failed because its route is being suspended or stopped: the
 * record of the second is not done.
 *
 * <p>What Camel does then (its {@code RedeliveryErrorHandler}, with {@code allowRedeliveryWhileStopping=false} or once it
 * stops by force): an exchange that waits for its redelivery fails with a {@link RejectedExecutionException}; one whose
 * attempt fails keeps its own exception, though more redeliveries were to follow. The second shows in the headers that
 * count them; where the number is not limited, no header says a limit.
 *
 * <p>An exchange that an {@code onException} without redeliveries has given up looks the same: Camel sets the header of the
 * limit only where there are redeliveries, and leaves nothing else behind by which the two could be told apart. (Not that
 * redelivery is exhausted: a split says so of each exchange that fails in it.) Taken for cut off, its record is
 * delivered once more; the other way round one would be lost. One that is marked for rollback is never redelivered.
 */
final class CutOff {

    private final DefaultConsumer consumer;

    CutOff(DefaultConsumer consumer) {
        this.consumer = consumer;
    }

    /**
     * @param paused whether the consumer is suspended, as it is first when its route is stopped
     * @param stopped whether the consumer is stopped: whatever fails after, may have failed for that
     */
    boolean test(Exchange failed, boolean paused, boolean stopped) {
        Exception cause = failed.getException();
        if (cause == null) {
            return false;
        }
        if (stopped) {
            return true;
        }
        if (cause instanceof RejectedExecutionException && (paused || isRefusing())) {
            return true;
        }
        return paused && !failed.isRollbackOnly() && hasRedeliveriesLeft(failed);
    }

    private boolean isRefusing() {
        ShutdownStrategy shutdown = consumer.getEndpoint().getCamelContext().getShutdownStrategy();
        return !consumer.isRunAllowed() || shutdown.isForceShutdown();
    }

    private static boolean hasRedeliveriesLeft(Exchange failed) {
        Integer redeliveries = number(failed, Exchange.REDELIVERY_COUNTER);
        Integer most = number(failed, Exchange.REDELIVERY_MAX_COUNTER);
        return redeliveries != null && (most == null || redeliveries < most);
    }

    /** As Camel sets it. Nothing is converted: a route may write there what cannot be, and that would be thrown. */
    private static Integer number(Exchange exchange, String header) {
        return exchange.getIn().getHeader(header) instanceof Integer number ? number : null;
    }
}
