package io.github.camelconduit.kinesis.quarkus.deployment;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;

import io.github.camelconduit.kinesis.dsl.endpoint.ConduitKinesisEndpointBuilderFactory.ConduitKinesisBuilders;

/** An application that writes to a stream, with a template for the partition key, and reads it. */
@ApplicationScoped
public class OrdersRoute extends EndpointRouteBuilder implements ConduitKinesisBuilders {

    private final List<String> received = new CopyOnWriteArrayList<>();

    @Override
    public void configure() {
        from(conduitKinesis("orders"))
                .routeId("reader")
                .process(exchange ->
                        received.add(exchange.getMessage().getHeader("CamelConduitKinesisPartitionKey", String.class)
                                + "=" + exchange.getMessage().getBody(String.class)));
        from(direct("orders")).to(conduitKinesis("orders").partitionKeyTemplate("customer-${body?length}"));
    }

    /** Partition key and body of what was read. */
    public List<String> received() {
        return received;
    }
}
