package io.github.camelconduit.kinesis.examples.pages;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;

/**
 * What a block in Java stands in that is statements or members of a class: what blocks may take as given. The class
 * made of a block overrides {@link #configure} where the block has routes, else {@link #statements}, which run beside
 * the started route {@code orders}, with all its shards subscribed to.
 *
 * <p>No {@code EndpointRouteBuilder}: each class of that kind takes the compiler most of a second. Typed endpoints are
 * for examples in files.
 */
public abstract class Snippet extends RouteBuilder {

    /** Of the routes. Not started yet where the block is one of routes. */
    protected CamelContext camelContext;

    protected ProducerTemplate template;
    /** With the streams {@code orders}, of four shards, and {@code archive}. */
    protected EmbeddedKinesis kinesis;

    protected long seed = 1;

    final void prepare(CamelContext context, EmbeddedKinesis server) {
        camelContext = context;
        kinesis = server;
    }

    final void runStatements() throws Exception {
        template = camelContext.createProducerTemplate();
        kinesis.awaitSubscriptions("orders", 4, Duration.ofSeconds(60));
        statements();
    }

    @Override
    public void configure() throws Exception {
        // Overridden by blocks of routes.
    }

    protected void statements() throws Exception {
        // Overridden by other blocks.
    }

    /** An application under test that writes three records to the stream {@code orders}. */
    protected static void startWhatIsTested(URI endpoint, String region) {
        try (PageContext run = PageContext.against(endpoint, region)) {
            ProducerTemplate template = run.context().createProducerTemplate();
            for (String order : List.of("a", "b", "c")) {
                template.sendBody("conduit-kinesis:orders", order.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
