package io.github.camelconduit.kinesis.kamelets;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import io.github.camelconduit.kinesis.ConduitKinesisEndpoint;

/** What the Kamelets' files say, and what the component says of its options. */
final class Kamelets {

    static final String SOURCE = "conduit-kinesis-source";
    static final String SINK = "conduit-kinesis-sink";

    /** The original names of options, and ours. */
    static final Map<String, String> ORIGINAL_NAMES = Map.of(
            "aws.accessKeyId", "accessKeyId",
            "aws.secretAccessKey", "secretAccessKey",
            "aws.sessionToken", "sessionToken",
            "aws.region", "region",
            "aws.url", "url",
            "streamARN", "streamArn",
            "auto.create.streams", "autoCreateStream");

    /** Beans and what belongs to the route that uses a Kamelet; and what only a consumer has a use for. */
    private static final Set<String> LEFT_OUT = Set.of(
            "amazonKinesisAsyncClient",
            "aws",
            "bridgeErrorHandler",
            "exceptionHandler",
            "exchangePattern",
            "lazyStartProducer",
            "offsetRepository");

    private Kamelets() {}

    /** The Kamelet's file, from the class path. */
    static Map<String, Object> file(String kamelet) {
        try (InputStream in = Kamelets.class.getResourceAsStream("/kamelets/" + kamelet + ".kamelet.yaml")) {
            return map(new Load(LoadSettings.builder().build()).loadFromInputStream(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> definition(String kamelet) {
        return map(map(file(kamelet).get("spec")).get("definition"));
    }

    static Map<String, Object> properties(String kamelet) {
        return map(definition(kamelet).get("properties"));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    static List<String> texts(Object value) {
        return (List<String>) value;
    }

    /** The options of the component that the Kamelet has to have, by their names. */
    static Map<String, ComponentModel.EndpointOptionModel> options(String kamelet) {
        boolean source = SOURCE.equals(kamelet);
        String otherSide = source ? "producer" : "consumer";
        return metadata().getEndpointOptions().stream()
                .filter(option -> !option.getGroup().startsWith(otherSide))
                .filter(option -> !LEFT_OUT.contains(option.getName()))
                .filter(option -> source || !"applicationName".equals(option.getName()))
                .collect(Collectors.toMap(
                        ComponentModel.EndpointOptionModel::getName, option -> option, (a, b) -> a, TreeMap::new));
    }

    private static ComponentModel metadata() {
        String resource = "/META-INF/io/github/camelconduit/kinesis/conduit-kinesis.json";
        try (InputStream in = ConduitKinesisEndpoint.class.getResourceAsStream(resource)) {
            return JsonMapper.generateComponentModel(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
