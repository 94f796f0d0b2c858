package io.github.camelconduit.kinesis.benchmark.reader;

import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** A Camel route with one processor behind a consumer. */
final class RouteReader implements Reader {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final String uri;
    private final Processor processor;

    private RouteReader(String uri, Processor processor) {
        this.uri = uri;
        this.processor = processor;
    }

    /** This component, with its defaults. */
    static RouteReader conduit(Source source, Processor processor, String options) {
        return new RouteReader(
                "conduit-kinesis:%s?url=%s&region=%s&accessKeyId=%s&secretAccessKey=%s&applicationName=%s%s"
                        .formatted(
                                source.stream(),
                                source.endpoint(),
                                Clients.REGION,
                                Clients.KEY,
                                Clients.KEY,
                                source.application(),
                                options),
                processor);
    }

    /** camel-aws2-kinesis with its defaults. */
    static RouteReader polling(Source source, Processor processor) {
        return new RouteReader(pollingUri(source, ""), processor);
    }

    /**
     * camel-aws2-kinesis at its best: as many records in a call as Kinesis gives, the next call at once while records
     * come, else five a second, which is what Kinesis allows for a shard.
     */
    static RouteReader tunedPolling(Source source, Processor processor) {
        return new RouteReader(
                pollingUri(source, "&maxResultsPerRequest=10000&greedy=true&delay=200&initialDelay=0"), processor);
    }

    /** The same through the SDK's asynchronous client, given to it. */
    static RouteReader asyncPolling(Source source, Processor processor) {
        RouteReader reader = new RouteReader(
                "aws2-kinesis:%s?asyncClient=true&amazonKinesisAsyncClient=#kinesis&maxResultsPerRequest=10000&greedy=true&delay=200&initialDelay=0"
                        .formatted(source.stream()),
                processor);
        reader.camel.getRegistry().bind("kinesis", KinesisAsyncClient.class, Clients.subscriptions(source.endpoint()));
        return reader;
    }

    private static String pollingUri(Source source, String options) {
        return "aws2-kinesis:%s?overrideEndpoint=true&uriEndpointOverride=%s&region=%s&accessKey=%s&secretKey=%s%s"
                .formatted(source.stream(), source.endpoint(), Clients.REGION, Clients.KEY, Clients.KEY, options);
    }

    /** Tells the meter of each exchange. */
    static Processor counting(Meter meter) {
        return exchange -> meter.arrived((byte[]) exchange.getMessage().getBody());
    }

    @Override
    public void start() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(processor);
            }
        });
        camel.start();
    }
}
