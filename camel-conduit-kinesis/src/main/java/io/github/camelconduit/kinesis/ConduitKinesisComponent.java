package io.github.camelconduit.kinesis;

import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

import io.github.camelconduit.kinesis.position.MemoryPositionStore;
import io.github.camelconduit.kinesis.position.PositionStore;

/** Makes endpoints of AWS Kinesis Data Streams. */
@Component(ConduitKinesisConstants.SCHEME)
public class ConduitKinesisComponent extends DefaultComponent {

    @Metadata(description = "The options that all endpoints start from.")
    private ConduitKinesisConfiguration configuration = new ConduitKinesisConfiguration();

    private final PositionStore positionStore = new MemoryPositionStore();

    public ConduitKinesisComponent() {}

    public ConduitKinesisComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ConduitKinesisConfiguration own = configuration.copy();
        own.setStreamNameOrArn(remaining);
        ConduitKinesisEndpoint endpoint = new ConduitKinesisEndpoint(uri, this, own);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** Where the positions of all consumers are kept, for as long as the component lives. */
    PositionStore getPositionStore() {
        return positionStore;
    }

    public ConduitKinesisConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(ConduitKinesisConfiguration configuration) {
        this.configuration = configuration;
    }
}
