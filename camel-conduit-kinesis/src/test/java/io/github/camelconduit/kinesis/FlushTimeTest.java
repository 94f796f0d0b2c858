package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.support.service.ServiceSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("failure-mode-38")
class FlushTimeTest {

    private boolean contextStops;
    private boolean routeStops;
    private boolean timeoutOccurred;
    private long now = 5;

    private final FlushTime flushTime = new FlushTime(() -> contextStops, () -> routeStops, Camel::new, () -> now);

    private final class Camel extends DefaultShutdownStrategy {

        Camel() {
            setTimeout(45);
        }

        @Override
        public boolean isTimeoutOccurred() {
            return timeoutOccurred;
        }
    }

    @Test
    void whatStopsAloneHasTheWholeShutdownTimeout() {
        assertThat(flushTime.left()).isEqualTo(Duration.ofSeconds(45));
        now += TimeUnit.SECONDS.toNanos(30);
        assertThat(flushTime.left()).isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void whenAllOfCamelStopsAllHaveItTogetherAtEachStop() {
        contextStops = true;
        assertThat(flushTime.left()).isEqualTo(Duration.ofSeconds(45));
        now += TimeUnit.SECONDS.toNanos(30);
        assertThat(flushTime.left()).isEqualTo(Duration.ofSeconds(15));
        now += TimeUnit.SECONDS.toNanos(30);
        assertThat(flushTime.left()).isZero();
        contextStops = false;
        flushTime.left();
        contextStops = true;
        assertThat(flushTime.left()).isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void whereCamelWaitedInVainForARouteThereIsNextToNothing() {
        timeoutOccurred = true;
        routeStops = true;
        assertThat(flushTime.left()).isEqualTo(Duration.ofSeconds(1));
        routeStops = false;
        contextStops = true;
        assertThat(flushTime.left()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatStopsAloneAfterCamelWaitedInVainForAnotherHasTheWholeShutdownTimeout() {
        timeoutOccurred = true;
        assertThat(flushTime.left()).isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void aRouteThatIsStoppingIsSeenWhileItsProcessorsAre() throws Exception {
        timeoutOccurred = true;
        CamelContext context = new DefaultCamelContext();
        try {
            context.setShutdownStrategy(new Camel());
            ConduitKinesisComponent component = context.getComponent("conduit-kinesis", ConduitKinesisComponent.class);
            List<Duration> left = new ArrayList<>();
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in").routeId("in").process(new AtStop(() -> left.add(component.flushTime())));
                    from("direct:other").routeId("other").process(exchange -> {});
                }
            });
            context.start();
            context.getRouteController().stopRoute("in");
            assertThat(left).containsExactly(Duration.ofSeconds(1));
            assertThat(component.flushTime()).isEqualTo(Duration.ofSeconds(45));
        } finally {
            context.stop();
        }
    }

    private static final class AtStop extends ServiceSupport implements Processor {

        private final Runnable action;

        AtStop(Runnable action) {
            this.action = action;
        }

        @Override
        public void process(Exchange exchange) {}

        @Override
        protected void doStop() {
            action.run();
        }
    }
}
