package io.github.camelconduit.kinesis;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Options of which an endpoint can only use some: ways to get credentials, to make the partition key, to name the
 * stream consumer, to keep positions. An endpoint that says one itself does not inherit the others from the component; otherwise it could
 * not choose differently.
 */
final class ExclusiveOptions {

    private static final List<Group> GROUPS = List.of(
            new Group(
                    Set.of(
                            "accessKeyId",
                            "secretAccessKey",
                            "sessionToken",
                            "useDefaultCredentialsProvider",
                            "profileCredentialsName",
                            "amazonKinesisAsyncClient"),
                    configuration -> {
                        configuration.setAccessKeyId(null);
                        configuration.setSecretAccessKey(null);
                        configuration.setSessionToken(null);
                        configuration.setUseDefaultCredentialsProvider(false);
                        configuration.setProfileCredentialsName(null);
                        configuration.setAmazonKinesisAsyncClient(null);
                    }),
            new Group(Set.of("partitionKey", "partitionKeyTemplate"), configuration -> {
                configuration.setPartitionKey(null);
                configuration.setPartitionKeyTemplate(null);
            }),
            new Group(Set.of("consumerName", "consumerArn"), configuration -> {
                configuration.setConsumerName(null);
                configuration.setConsumerArn(null);
            }),
            new Group(Set.of("positionStore", "offsetRepository"), configuration -> {
                configuration.setPositionStore(null);
                configuration.setOffsetRepository(null);
            }));

    private ExclusiveOptions() {}

    /** Forgets what the endpoint's own parameters (under our names) replace. */
    static void forgetReplaced(ConduitKinesisConfiguration inherited, Map<String, Object> parameters) {
        for (Group group : GROUPS) {
            if (parameters.keySet().stream().anyMatch(group.options()::contains)) {
                group.forget().accept(inherited);
            }
        }
        boolean elsewhere = parameters.containsKey("offsetRepository")
                || !PositionStores.FILE.equals(parameters.getOrDefault("positionStore", PositionStores.FILE));
        if (elsewhere) {
            inherited.setPositionDirectory(null);
        }
    }

    private record Group(Set<String> options, Consumer<ConduitKinesisConfiguration> forget) {}
}
