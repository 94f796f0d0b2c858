package io.github.camelconduit.kinesis.examples.quarkus;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;

import io.github.camelconduit.kinesis.dsl.endpoint.ConduitKinesisEndpointBuilderFactory.ConduitKinesisBuilders;

/** From one stream to another: of the events of a week, those that were no earthquakes, under their own keys. */
@ApplicationScoped
public class Explosions extends EndpointRouteBuilder implements ConduitKinesisBuilders {

    @Override
    public void configure() {
        from(conduitKinesis("{{stream}}"))
                .routeId("explosions")
                .filter(bodyAs(String.class).contains("\"type\": \"explosion\""))
                .to(conduitKinesis("explosions"));
    }
}
