package io.github.camelconduit.kinesis.delivery;

import java.io.IOException;
import java.time.Instant;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.camelconduit.kinesis.delivery.RouteBed.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A record that fails and is delivered again is known until it is done. */
@Timeout(120)
class FailingRecordIT {

    @RegisterExtension
    private final RouteBed bed = new RouteBed(true);

    private void assertKnownToFailUntilItIsDone() {
        Instant before = Instant.now();
        bed.receive(3);

        await().atMost(LIMIT).until(() -> {
            FailingRecord failing = bed.delivery.progress("shard-1").failing();
            return failing != null && failing.failures() > 3;
        });
        FailingRecord failing = bed.delivery.progress("shard-1").failing();
        assertThat(failing.sequenceNumber()).isEqualTo("1");
        assertThat(failing.error()).isEqualTo("java.io.IOException");
        assertThat(failing.since()).isBetween(before, Instant.now());
        bed.gate.countDown();

        await().atMost(LIMIT).until(() -> bed.isDoneWith(3));
        assertThat(bed.delivery.progress("shard-1").failing()).isNull();
    }

    private void failUntilTheGateOpens(Exchange exchange) throws IOException {
        if (bed.gate.getCount() > 0) {
            throw new IOException("not yet");
        }
    }

    @Test
    @Tag("failure-mode-22")
    void aRecordThatFailsInTheRouteIsKnownUntilItIsDone() throws Exception {
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("records:x")
                        .routeId("reader")
                        .errorHandler(noErrorHandler())
                        .process(exchange -> failUntilTheGateOpens(exchange));
            }
        });

        assertKnownToFailUntilItIsDone();
    }

    @Test
    @Tag("failure-mode-22")
    void aRecordThatFailsBehindAQueueIsKnownUntilItIsDone() throws Exception {
        bed.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("records:x").routeId("reader").to("seda:later");
                from("seda:later").errorHandler(noErrorHandler()).process(exchange -> failUntilTheGateOpens(exchange));
            }
        });

        assertKnownToFailUntilItIsDone();
    }
}
