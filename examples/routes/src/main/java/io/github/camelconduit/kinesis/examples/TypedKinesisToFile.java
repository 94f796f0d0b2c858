package io.github.camelconduit.kinesis.examples;

import org.apache.camel.builder.endpoint.EndpointRouteBuilder;

import io.github.camelconduit.kinesis.dsl.endpoint.ConduitKinesisEndpointBuilderFactory.ConduitKinesisBuilders;

/** The source pipeline as in {@link KinesisToFile}, with options that the compiler knows. */
public class TypedKinesisToFile extends EndpointRouteBuilder implements ConduitKinesisBuilders {

    @Override
    public void configure() {
        from(conduitKinesis("{{stream}}"))
                .routeId("kinesis-to-file")
                .to(file("{{output.directory}}")
                        .fileName("records.jsonl")
                        .fileExist("Append")
                        .appendChars("\\n"));
    }
}
