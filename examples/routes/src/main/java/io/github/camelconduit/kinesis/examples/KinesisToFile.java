package io.github.camelconduit.kinesis.examples;

import org.apache.camel.builder.RouteBuilder;

/** The source pipeline: from a stream to a file, a line a record. */
public class KinesisToFile extends RouteBuilder {

    @Override
    public void configure() {
        from("conduit-kinesis:{{stream}}")
                .routeId("kinesis-to-file")
                .to("file:{{output.directory}}?fileName=records.jsonl&fileExist=Append&appendChars=\\n");
    }
}
