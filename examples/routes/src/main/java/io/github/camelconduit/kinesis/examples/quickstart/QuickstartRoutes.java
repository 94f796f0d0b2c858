package io.github.camelconduit.kinesis.examples.quickstart;

import org.apache.camel.builder.RouteBuilder;

import io.github.camelconduit.kinesis.ConduitKinesisConstants;

/** The two routes: one that writes, one that reads. Their connection options are placeholders. */
final class QuickstartRoutes extends RouteBuilder {

    static final String PRODUCER = "direct:earthquakes";
    static final String CONSUMER = "earthquakes-from-kinesis";

    private final String stream;
    private final Ledger ledger;

    QuickstartRoutes(String stream, Ledger ledger) {
        this.stream = stream;
        this.ledger = ledger;
    }

    @Override
    public void configure() {
        from(PRODUCER)
                .routeId("earthquakes-to-kinesis")
                .to("conduit-kinesis:" + stream + "?{{connection}}&partitionKeyTemplate=RAW(${data.id})");

        from("conduit-kinesis:" + stream + "?{{connection}}&consumerName=conduit-quickstart&deregisterConsumer=onStop")
                .routeId(CONSUMER)
                .autoStartup(false)
                .process(exchange -> ledger.received(
                        exchange.getMessage().getBody(byte[].class),
                        exchange.getMessage().getHeader(ConduitKinesisConstants.SHARD_ID, String.class),
                        exchange.getMessage().getHeader(ConduitKinesisConstants.PHASE, String.class)));
    }
}
