package io.github.camelconduit.kinesis.quarkus.deployment;

import java.util.Map;
import java.util.TreeMap;

import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.quarkus.deployment.ConduitKinesisBuildTimeConfig.DevServices;
import io.github.camelconduit.kinesis.quarkus.deployment.ConduitKinesisBuildTimeConfig.ServerRules;

/**
 * What server Dev Services start.
 *
 * @param region in ARNs, and what the component is told
 * @param port 0 for any free one
 * @param shared whether a server that is on the port already is used
 * @param streams the number of shards of each stream that is there from the start
 */
record DevServerSettings(
        String region, int port, boolean shared, Map<String, Integer> streams, ServerRules serverRules) {

    private static final int MAX_PORT = 65_535;

    DevServerSettings {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("%s must be 0 to %d, was %d".formatted(option("port"), MAX_PORT, port));
        }
        streams.forEach((name, shards) -> {
            if (shards < 1) {
                throw new IllegalArgumentException("%s must be a number of shards, at least 1, was %d"
                        .formatted(option("streams." + name), shards));
            }
        });
        streams = Map.copyOf(streams);
    }

    /** @param developing whether it is for dev mode: tests never share a server */
    static DevServerSettings of(DevServices config, String region, boolean developing) {
        int port = config.port().orElse(0);
        return new DevServerSettings(
                region, port, developing && config.shared() && port != 0, config.streams(), config.rules());
    }

    Rules rules() {
        return switch (serverRules) {
            case FAST -> Rules.fast();
            case AWS -> Rules.aws();
        };
    }

    /**
     * The same for settings that one server serves, in one class loader: a server that was started from a class loader
     * that is closed meanwhile is of no use.
     */
    String identity() {
        return "%s %d %s %s %s in %x"
                .formatted(
                        region,
                        port,
                        shared,
                        new TreeMap<>(streams),
                        serverRules,
                        System.identityHashCode(DevServerSettings.class.getClassLoader()));
    }

    private static String option(String name) {
        return "quarkus.conduit-kinesis.devservices." + name;
    }
}
