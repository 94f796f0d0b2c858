package io.github.camelconduit.kinesis.examples;

import org.apache.camel.builder.RouteBuilder;

/**
 * The destination pipeline: from a file, a line a record, to a stream. What decides the shard is the field {@code id}
 * of the JSON object in the line.
 */
public class FileToKinesis extends RouteBuilder {

    @Override
    public void configure() {
        from("file:{{input.directory}}?include=.*\\.jsonl")
                .routeId("file-to-kinesis")
                .split(body().tokenize("\n"))
                .streaming()
                .stopOnException()
                .to("conduit-kinesis:{{stream}}?partitionKeyTemplate=RAW(${data.id})");
    }
}
