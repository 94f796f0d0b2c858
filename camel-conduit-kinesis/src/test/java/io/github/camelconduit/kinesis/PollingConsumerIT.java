package io.github.camelconduit.kinesis;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Reading without a route: ConsumerTemplate and pollEnrich take records one by one from a queue of Camel's. */
@Timeout(120)
class PollingConsumerIT extends EmbeddedStreamTest {

    @TempDir
    Path positions;

    private String polled(String options) {
        return uri("orders", "&applicationName=app&positionStore=file&positionDirectory=" + positions + options);
    }

    @Test
    void whatWasQueuedAndNotTakenIsThereAfterARestart() throws Exception {
        put(300);
        String uri = polled("&consumerName=polling");
        Set<String> taken = new HashSet<>();
        try (ConsumerTemplate template = camel.createConsumerTemplate()) {
            for (int i = 0; i < 10; i++) {
                taken.add(template.receiveBody(uri, LIMIT.toMillis(), String.class));
            }
        }
        camel.stop();

        camel = newContext();
        Set<String> afterwards = new HashSet<>();
        try (ConsumerTemplate template = camel.createConsumerTemplate()) {
            while (afterwards.size() < 290) {
                String body = template.receiveBody(uri, LIMIT.toMillis(), String.class);
                assertThat(body).as("the record after %d", afterwards.size()).isNotNull();
                afterwards.add(body);
            }
        }
        Set<String> all = new HashSet<>(taken);
        all.addAll(afterwards);
        assertThat(taken).hasSize(10);
        assertThat(all).hasSize(300);
    }

    @Test
    void whatPollEnrichTookIsDoneWithTheExchangeItEnriched() throws Exception {
        put(1);
        String uri = polled("&consumerName=enriching");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").pollEnrich(uri, LIMIT.toMillis()).to("mock:out");
            }
        });
        MockEndpoint out = camel.getEndpoint("mock:out", MockEndpoint.class);
        out.expectedMessageCount(1);
        camel.createProducerTemplate().sendBody("direct:in", "any");
        out.assertIsSatisfied();
        camel.stop();

        put(1);
        camel = newContext();
        try (ConsumerTemplate template = camel.createConsumerTemplate()) {
            Exchange next = template.receive(uri, LIMIT.toMillis());
            assertThat(next.getMessage().getBody(String.class)).isEqualTo("record-1");
            template.doneUoW(next);
        }
    }

    @Test
    void aNameForItsStreamConsumerIsAskedFor() throws Exception {
        try (ConsumerTemplate template = camel.createConsumerTemplate()) {
            assertThatThrownBy(() -> template.receiveBody(polled(""), 1_000))
                    .rootCause()
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Neither consumerName nor consumerArn is set for reading orders")
                    .hasMessageContaining("pollEnrich");
        }
        assertThat(kinesis.consumers("orders")).isEmpty();
    }
}
