package io.github.camelconduit.kinesis;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;

import io.github.camelconduit.kinesis.client.KinesisClients;
import io.github.camelconduit.kinesis.observe.ProducerStatus;

/**
 * Consume from AWS Kinesis Data Streams with enhanced fan-out, and produce to them.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = ConduitKinesisConstants.SCHEME,
        title = "Conduit Kinesis",
        syntax = "conduit-kinesis:streamNameOrArn",
        category = {Category.CLOUD, Category.MESSAGING},
        headersClass = ConduitKinesisConstants.class)
public class ConduitKinesisEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {

    @UriParam
    private ConduitKinesisConfiguration configuration;

    private final EndpointPublisher publisher = new EndpointPublisher(this);

    private KinesisClients clients;

    public ConduitKinesisEndpoint(
            String uri, ConduitKinesisComponent component, ConduitKinesisConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() throws Exception {
        ConfigurationValidator.checkProducer(configuration);
        return new ConduitKinesisProducer(this, publisher);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        ConfigurationValidator.checkConsumer(configuration);
        ConduitKinesisConsumer consumer = new ConduitKinesisConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public PollingConsumer createPollingConsumer() {
        return new RecordPollingConsumer(this);
    }

    @Override
    public ConduitKinesisComponent getComponent() {
        return (ConduitKinesisComponent) super.getComponent();
    }

    public ConduitKinesisConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(ConduitKinesisConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * The stream of this endpoint, from its path, its options and its client.
     *
     * @throws IllegalArgumentException when they contradict each other
     */
    public StreamIdentity getStream() {
        return StreamIdentity.of(configuration);
    }

    /** The clients of this endpoint; there from its start to its stop, otherwise null. */
    public KinesisClients getClients() {
        return clients;
    }

    /** How it stands with what the producers of this endpoint share; null while none is started. */
    ProducerStatus producerStatus() {
        return publisher.status();
    }

    @Override
    protected void doStart() throws Exception {
        OriginalOptionNames.settle(configuration);
        ConfigurationValidator.checkComplete(configuration);
        clients = KinesisClients.create(
                configuration, getStream().region(), getComponent().eventLoops());
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        publisher.close();
        if (clients != null) {
            clients.close();
            clients = null;
        }
    }

    /** Each route's consumer has a stream consumer of its own. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }
}
