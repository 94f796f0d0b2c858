package io.github.camelconduit.kinesis;

import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.Route;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

import io.github.camelconduit.kinesis.observe.ConsumerStatus;
import io.github.camelconduit.kinesis.observe.EndpointStatus;
import io.github.camelconduit.kinesis.observe.ProducerStatus;

/**
 * Shows how each consumer of a Camel context stands, shard by shard, and each producer. It asks neither a service nor a
 * store.
 */
@DevConsole(
        name = ConduitKinesisConstants.SCHEME,
        displayName = ConduitKinesisDevConsole.TITLE,
        description = ConduitKinesisDevConsole.DESCRIPTION)
public class ConduitKinesisDevConsole extends AbstractDevConsole {

    static final String TITLE = "Conduit Kinesis";
    static final String DESCRIPTION = "Consumers and producers of AWS Kinesis streams, shard by shard";

    public ConduitKinesisDevConsole() {
        super("camel", ConduitKinesisConstants.SCHEME, TITLE, DESCRIPTION);
    }

    @Override
    protected Map<String, Object> doCallJson(Map<String, Object> options) {
        JsonObject root = new JsonObject();
        root.put("conduitKinesisConsumers", toJson(consumers()));
        root.put("conduitKinesisProducers", toJson(producers()));
        return root;
    }

    private static JsonArray toJson(Stream<? extends EndpointStatus> statuses) {
        JsonArray all = new JsonArray();
        statuses.forEach(status -> all.add(status.toJson()));
        return all;
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        return Stream.concat(consumers(), producers())
                .map(EndpointStatus::toText)
                .collect(Collectors.joining("\n"));
    }

    private Stream<ConsumerStatus> consumers() {
        return getCamelContext().getRoutes().stream()
                .map(Route::getConsumer)
                .filter(ConduitKinesisConsumer.class::isInstance)
                .map(consumer -> ((ConduitKinesisConsumer) consumer).status());
    }

    /** One for each endpoint: all of its producers share the send buffer and what is in flight. */
    private Stream<ProducerStatus> producers() {
        return getCamelContext().getEndpoints().stream()
                .filter(ConduitKinesisEndpoint.class::isInstance)
                .map(endpoint -> ((ConduitKinesisEndpoint) endpoint).producerStatus())
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(ProducerStatus::name));
    }
}
