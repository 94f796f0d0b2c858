package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.StatefulService;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;

import io.github.camelconduit.kinesis.client.EventLoops;
import io.github.camelconduit.kinesis.position.PositionStore;
import io.github.camelconduit.kinesis.position.ResetsUnderWay;

/** Makes endpoints of AWS Kinesis Data Streams. */
@Component(ConduitKinesisConstants.SCHEME)
public class ConduitKinesisComponent extends HealthCheckComponent {

    /** Camel masks these in URIs by what they contain, but not as properties when it logs how it was configured. */
    private static final List<String> SENSITIVE_KEYWORDS = List.of("accesskeyid", "secretaccesskey");

    @Metadata(description = "The options that all endpoints start from.")
    private ConduitKinesisConfiguration configuration = new ConduitKinesisConfiguration();

    private final PositionStores positionStores = new PositionStores();
    private final ResetsUnderWay resetsUnderWay = new ResetsUnderWay();
    private final StreamConsumersInUse streamConsumersInUse = new StreamConsumersInUse();
    private final NamesInUse producerNames = new NamesInUse();

    private final FlushTime flushTime = new FlushTime(
            () -> getCamelContext().isStopping(),
            this::isARouteStopping,
            () -> getCamelContext().getShutdownStrategy(),
            System::nanoTime);

    private volatile Duration stuckAfter = Duration.ofMinutes(1);
    private EventLoops eventLoops;

    public ConduitKinesisComponent() {}

    public ConduitKinesisComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        maskCredentials(getCamelContext().getCamelContextExtension());
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        positionStores.close();
        synchronized (this) {
            if (eventLoops != null) {
                eventLoops.close();
                eventLoops = null;
            }
        }
    }

    /** The network threads of all endpoints of this component; there once the first of them has started. */
    synchronized EventLoops eventLoops() {
        if (eventLoops == null) {
            eventLoops = EventLoops.start(getCamelContext());
        }
        return eventLoops;
    }

    /** What is behind a route's consumer is stopped by it, before Camel says of the route that it stops. */
    private boolean isARouteStopping() {
        return getCamelContext().getRoutes().stream()
                .anyMatch(route -> route.getConsumer() instanceof StatefulService consumer && consumer.isStopping());
    }

    /** How long an endpoint that stops now may take to write what it has. */
    Duration flushTime() {
        return flushTime.left();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        // What a placeholder resolved to nothing for is not said, so that the component's own setting stands.
        parameters.values().removeIf(value -> value instanceof String text && Text.isEmpty(text));
        ConduitKinesisConfiguration own = configuration.copy();
        OriginalOptionNames.settle(own);
        OriginalOptionNames.translate(parameters);
        ExclusiveOptions.forgetReplaced(own, parameters);
        own.setStreamNameOrArn(remaining);
        ConduitKinesisEndpoint endpoint = new ConduitKinesisEndpoint(uri, this, own);
        setProperties(endpoint, parameters);
        OriginalOptionNames.settle(own);
        ConfigurationValidator.checkContradictions(own);
        return endpoint;
    }

    /** Where a consumer with this configuration keeps its positions; to be used until the component stops. */
    PositionStore positionStore(ConduitKinesisConfiguration of) {
        return positionStores.of(of);
    }

    /** How long a shard may have too many records in its route before it counts as stuck. */
    Duration stuckAfter() {
        return stuckAfter;
    }

    /** For consumers that start from now on; for tests, which do not wait for so long. */
    void stuckAfter(Duration time) {
        stuckAfter = time;
    }

    /** Of all consumers, the stopped ones among them. */
    ResetsUnderWay resetsUnderWay() {
        return resetsUnderWay;
    }

    StreamConsumersInUse streamConsumersInUse() {
        return streamConsumersInUse;
    }

    /** What the health checks of producers are called. */
    NamesInUse producerNames() {
        return producerNames;
    }

    /** Names what is unknown and what is known; Camel's own message would show the value of a misspelt secret. */
    @Override
    protected void validateParameters(String uri, Map<String, Object> parameters, String optionPrefix) {
        if (parameters == null || parameters.isEmpty()) {
            return;
        }
        TreeSet<String> known = new TreeSet<>(getCamelContext()
                .getCamelContextExtension()
                .getEndpointUriFactory(ConduitKinesisConstants.SCHEME)
                .propertyNames());
        throw new ResolveEndpointFailedException(
                uri,
                "Unknown options: " + String.join(", ", new TreeSet<>(parameters.keySet())) + "; allowed: "
                        + String.join(", ", known));
    }

    @Override
    public PropertyConfigurer getComponentPropertyConfigurer() {
        PropertyConfigurer generated = super.getComponentPropertyConfigurer();
        return generated == null ? null : new ComponentOptions(generated);
    }

    public ConduitKinesisConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(ConduitKinesisConfiguration configuration) {
        this.configuration = configuration;
    }

    private static void maskCredentials(ExtendedCamelContext context) {
        String present = context.getAdditionalSensitiveKeywords();
        List<String> keywords = new ArrayList<>();
        if (present != null && !present.isBlank()) {
            keywords.addAll(List.of(present.split(",")));
        }
        List<String> missing =
                SENSITIVE_KEYWORDS.stream().filter(k -> !keywords.contains(k)).toList();
        if (!missing.isEmpty()) {
            keywords.addAll(missing);
            context.setAdditionalSensitiveKeywords(String.join(",", keywords));
        }
    }
}
