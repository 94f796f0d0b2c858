package io.github.camelconduit.kinesis.kamelets;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final List<String> OF_PRODUCERS = List.of(
            " For a producer it may be a FreeMarker template instead, which is the same as streamNameTemplate.",
            "for a consumer, ",
            "; for a producer, how long nothing may be sent or answered while it holds records, at least"
                    + " deliveryTimeout and the time of a request");
    private static final List<String> OF_CONSUMERS = List.of(
            "for a consumer, how long the route may not finish the oldest record that it has of a shard; for a producer, ",
            " Set it above what the route ever takes for a record, Camel's redeliveries included.",
            " Put an inline template into RAW(...) in a URI.");

    /** The description of a header that both sides have. */
    private static final Pattern OF_BOTH = Pattern.compile("Consumer: (.*?\\.) Producer(, after sending)?: (.*)");

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

    /** A description of the component's, without what it says of the other side, of the path and of URIs. */
    static String ownWords(String kamelet, String description) {
        String text = description.replace("what the path says", "what streamNameOrArn says");
        List<String> others = SOURCE.equals(kamelet) ? OF_PRODUCERS : OF_CONSUMERS;
        for (String other : others) {
            text = text.replace(other, "");
        }
        return text.replace("For a producer it may", "It may");
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

    /** What the component says of the headers that a message has as it comes ({@code in}) and goes ({@code out}). */
    static Map<String, String> headers(String kamelet, String slot) {
        Map<String, String> headers = new TreeMap<>();
        metadata().getEndpointHeaders().forEach(header -> {
            Matcher ofBoth = OF_BOTH.matcher(header.getDescription());
            boolean both = ofBoth.matches();
            String ofConsumer = both ? ofBoth.group(1) : header.getDescription();
            String ofProducer = both ? ofBoth.group(3) : header.getDescription();
            boolean afterSending = both ? ofBoth.group(2) != null : ofProducer.startsWith("After sending");
            boolean here = header.getLabel().isEmpty()
                    || header.getLabel().equals(SOURCE.equals(kamelet) ? "consumer" : "producer");
            if (here && SOURCE.equals(kamelet)) {
                headers.put(header.getName(), capital(ofConsumer));
            } else if (here && afterSending == slot.equals("out")) {
                headers.put(header.getName(), capital(ofProducer));
            }
        });
        return headers;
    }

    /** But for a description that begins with a value. */
    private static String capital(String text) {
        return text.startsWith("the ") ? "The " + text.substring(4) : text;
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
