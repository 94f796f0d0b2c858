package io.github.camelconduit.kinesis;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.camel.Route;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

import io.github.camelconduit.kinesis.observe.ConsumerStatus;

/** Shows where each consumer of a Camel context stands, shard by shard. It asks neither a service nor a store. */
@DevConsole(
        name = ConduitKinesisConstants.SCHEME,
        displayName = ConduitKinesisDevConsole.TITLE,
        description = ConduitKinesisDevConsole.DESCRIPTION)
public class ConduitKinesisDevConsole extends AbstractDevConsole {

    static final String TITLE = "Conduit Kinesis";
    static final String DESCRIPTION = "Consumers of AWS Kinesis streams, shard by shard";

    public ConduitKinesisDevConsole() {
        super("camel", ConduitKinesisConstants.SCHEME, TITLE, DESCRIPTION);
    }

    @Override
    protected Map<String, Object> doCallJson(Map<String, Object> options) {
        JsonArray consumers = new JsonArray();
        statuses().forEach(status -> consumers.add(status.toJson()));
        JsonObject root = new JsonObject();
        root.put("conduitKinesisConsumers", consumers);
        return root;
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        return statuses().stream().map(ConsumerStatus::toText).collect(Collectors.joining("\n"));
    }

    private List<ConsumerStatus> statuses() {
        return getCamelContext().getRoutes().stream()
                .map(Route::getConsumer)
                .filter(ConduitKinesisConsumer.class::isInstance)
                .map(consumer -> ((ConduitKinesisConsumer) consumer).status())
                .toList();
    }
}
