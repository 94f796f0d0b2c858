package io.github.camelconduit.kinesis.it;

import java.time.Duration;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What one test has: a stream of its own on the server, a Camel context and a ledger. */
final class TestBed implements AutoCloseable {

    /** For what takes a second or two: some servers are slow. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    static final String READER = "reader";

    private final ServerUnderTest server;
    private final String stream;
    private final Ledger ledger = new Ledger();
    private DefaultCamelContext camel;

    TestBed(ServerUnderTest server, String stream, int shards) {
        this.server = server;
        this.stream = stream;
        server.createStream(stream, shards);
        camel = newContext();
    }

    private static DefaultCamelContext newContext() {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getCamelContextExtension().setName("it");
        context.getShutdownStrategy().setTimeout(20);
        context.start();
        return context;
    }

    /** Ends the Camel context with all its routes, and gives the test another of the same name, as after a restart. */
    void renewContext() {
        camel.stop();
        camel = newContext();
        ledger.restarting();
    }

    ServerUnderTest server() {
        return server;
    }

    String stream() {
        return stream;
    }

    Ledger ledger() {
        return ledger;
    }

    DefaultCamelContext camel() {
        return camel;
    }

    /** The endpoint of the test's stream with these options; none is "". */
    String kinesis(String options) {
        return "conduit-kinesis:" + stream + "?" + server.connection() + (options.isEmpty() ? "" : "&" + options);
    }

    /** Writes so many of the ledger's entries by the SDK. */
    void write(int count) {
        server.putRecords(stream, ledger.next(count));
    }

    /** Writes a batch by the SDK every tenth of a second, for so long. */
    void writeFor(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        try (SteadyWriter writer = SteadyWriter.start(Duration.ofMillis(100), () -> write(20))) {
            await().atMost(time.plus(LIMIT)).until(() -> System.nanoTime() > end);
            writer.stop();
        }
    }

    /** A route from the test's stream into the ledger. */
    void read(String options) throws Exception {
        route(READER, options, ledger);
    }

    void route(String id, String options, Processor processor) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(kinesis(options)).routeId(id).process(processor);
            }
        });
    }

    void stopReader() throws Exception {
        camel.getRouteController().stopRoute(READER);
    }

    void startReader() throws Exception {
        camel.getRouteController().startRoute(READER);
    }

    /** Sends a message to the producer; what became of it is on the exchange. */
    Exchange send(String options, Object body, Map<String, Object> headers) {
        return camel.createProducerTemplate().send(kinesis(options), exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(headers);
        });
    }

    /** Waits until so many have arrived. */
    void awaitReceived(int count) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(ledger.received()).isGreaterThanOrEqualTo(count));
    }

    /** Waits until all that was written has arrived, each record once and in order. */
    void awaitAll() {
        awaitReceived(ledger.written());
        assertThat(ledger.verdict()).isEqualTo(Verdict.exactly(ledger.written()));
    }

    @Override
    public void close() {
        camel.stop();
    }
}
