package io.github.camelconduit.kinesis.examples;

import org.apache.camel.builder.endpoint.EndpointRouteBuilder;

import io.github.camelconduit.kinesis.dsl.endpoint.ConduitKinesisEndpointBuilderFactory.ConduitKinesisBuilders;

/** The destination pipeline as in {@link FileToKinesis}, with options that the compiler knows. */
public class TypedFileToKinesis extends EndpointRouteBuilder implements ConduitKinesisBuilders {

    @Override
    public void configure() {
        from(file("{{input.directory}}").include(".*\\.jsonl"))
                .routeId("file-to-kinesis")
                .split(body().tokenize("\n"))
                .streaming()
                .stopOnException()
                .to(conduitKinesis("{{stream}}").partitionKeyTemplate("${data.id}"));
    }
}
