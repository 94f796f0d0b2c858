package io.github.camelconduit.kinesis.delivery;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.LoggingExceptionHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Processors that break Camel's contract: they call back on another thread, and call back or throw once more. */
@Timeout(60)
class TwiceReturnedRecordTest {

    @RegisterExtension
    private final RouteBed bed = new RouteBed(false);

    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger wentOn = new AtomicInteger();
    private final NotedOutcome outcome = new NotedOutcome();

    /** The exception handler is called while the exchange is being taken back: the second return meets the first there. */
    private void returnTwice(boolean throwing) throws Exception {
        DefaultConsumer consumer = bed.idleReader();
        AtomicReference<RecordCompletion> completion = new AtomicReference<>();
        consumer.setExceptionHandler(new LoggingExceptionHandler(bed.camel, getClass()) {
            private boolean second;

            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                if (!second) {
                    second = true;
                    if (throwing) {
                        completion.get().thrown(new IOException("thrown as well"));
                    } else {
                        completion.get().done(false);
                    }
                }
            }
        });
        Exchange exchange = consumer.createExchange(false);
        completion.set(new RecordCompletion(
                exchange, consumer, failed -> false, false, left::incrementAndGet, outcome, wentOn::incrementAndGet));
        exchange.getExchangeExtension().addOnCompletion(completion.get());
        assertThat(completion.get().returnedAlready()).isFalse();
        exchange.setException(new IOException("failed"));

        completion.get().done(false);

        assertThat(exchange.getException()).hasMessage("failed");
    }

    private void assertReturnedOnce() {
        assertThat(left).hasValue(1);
        assertThat(wentOn).hasValue(1);
        assertThat(outcome.told).containsExactly("done");
    }

    @Test
    void anExchangeThatIsReturnedTwiceAtTheSameTimeIsTakenBackOnce() throws Exception {
        returnTwice(false);

        assertReturnedOnce();
    }

    @Test
    void anExchangeThatIsReturnedWhileItsProcessorThrowsIsTakenBackOnce() throws Exception {
        returnTwice(true);

        assertReturnedOnce();
    }
}
