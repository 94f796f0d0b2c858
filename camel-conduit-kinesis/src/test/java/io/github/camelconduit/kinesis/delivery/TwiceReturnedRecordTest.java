package io.github.camelconduit.kinesis.delivery;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.LoggingExceptionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Processors that break Camel's contract: they call back on another thread, and call back or throw once more. */
@Timeout(60)
class TwiceReturnedRecordTest {

    private final RouteBed bed = new RouteBed(false);
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger wentOn = new AtomicInteger();
    private final AtomicInteger outcomes = new AtomicInteger();

    @AfterEach
    void stop() {
        bed.close();
    }

    private final class Counting implements RecordCompletion.Outcome {
        @Override
        public void done() {
            outcomes.incrementAndGet();
        }

        @Override
        public void again(Throwable failure) {
            outcomes.incrementAndGet();
        }

        @Override
        public void notMade(Throwable cause) {
            outcomes.incrementAndGet();
        }

        @Override
        public void leftUndone() {
            outcomes.incrementAndGet();
        }
    }

    /** The exception handler is called while the exchange is being taken back: the second return meets the first there. */
    private void returnTwice(boolean throwing) throws Exception {
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("records:x").routeId("reader").to("log:unused");
            }
        });
        DefaultConsumer consumer =
                (DefaultConsumer) bed.camel.getRoute("reader").getConsumer();
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
                exchange,
                consumer,
                failed -> false,
                false,
                left::incrementAndGet,
                new Counting(),
                wentOn::incrementAndGet));
        exchange.getExchangeExtension().addOnCompletion(completion.get());
        assertThat(completion.get().returnedAlready()).isFalse();
        exchange.setException(new IOException("failed"));

        completion.get().done(false);

        assertThat(exchange.getException()).hasMessage("failed");
    }

    private void assertReturnedOnce() {
        assertThat(left).hasValue(1);
        assertThat(wentOn).hasValue(1);
        assertThat(outcomes).hasValue(1);
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
