package io.github.camelconduit.kinesis;

import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;

/** Reads a stream and hands its records to a route. */
public class ConduitKinesisConsumer extends DefaultConsumer implements Suspendable {

    public ConduitKinesisConsumer(ConduitKinesisEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    public ConduitKinesisEndpoint getEndpoint() {
        return (ConduitKinesisEndpoint) super.getEndpoint();
    }
}
