package io.github.camelconduit.kinesis;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultAsyncProducer;

import io.github.camelconduit.kinesis.partition.TemplateWatch;
import io.github.camelconduit.kinesis.publish.MessageWriter;
import io.github.camelconduit.kinesis.publish.RecordMapper;

/**
 * Writes messages to a stream, by the {@link EndpointPublisher} that all producers of an endpoint share. An exchange is
 * completed, on a thread of Camel, when all of its records are written or given up.
 */
public class ConduitKinesisProducer extends DefaultAsyncProducer {

    private final EndpointPublisher publisher;
    private final RecordMapper mapper;
    private final AsyncProcessor waiting = new Waiting();
    private MessageWriter writer;

    /** @throws IllegalArgumentException if a template or an expression does not compile, naming its option */
    ConduitKinesisProducer(ConduitKinesisEndpoint endpoint, EndpointPublisher publisher) {
        super(endpoint);
        this.publisher = publisher;
        mapper = RecordMapper.create(
                endpoint.getCamelContext(), endpoint.getConfiguration(), new TemplateWatch(publisher::timer));
    }

    @Override
    public ConduitKinesisEndpoint getEndpoint() {
        return (ConduitKinesisEndpoint) super.getEndpoint();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return process(exchange, callback, false);
    }

    /** Who waits is told where the outcome is known, without a thread of Camel in between. */
    @Override
    public void process(Exchange exchange) throws Exception {
        waiting.process(exchange);
    }

    private boolean process(Exchange exchange, AsyncCallback callback, boolean onlyTakesNote) {
        try {
            return writer.write(exchange, callback, onlyTakesNote);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(e);
        } catch (Exception e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    /** Its callback is that of Camel's own waiting, which does nothing but end it. */
    private final class Waiting extends AsyncProcessorSupport {

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            return ConduitKinesisProducer.this.process(exchange, callback, true);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        writer = new MessageWriter(
                publisher.acquire(this),
                mapper,
                getEndpoint().getEndpointUri(),
                getEndpoint().getConfiguration().isUseIterator());
    }

    @Override
    protected void doStop() throws Exception {
        publisher.release(this);
        super.doStop();
    }
}
