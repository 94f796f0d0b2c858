package io.github.camelconduit.kinesis.examples.quarkus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the operator of Camel K makes of the files in {@code examples/routes/camel-k}, as files in one folder. */
final class CamelKFiles {

    private static final Path SOURCES = Path.of("../routes/camel-k");

    private final Path folder;

    CamelKFiles(Path folder) {
        this.folder = folder;
    }

    /** The flows of an integration, as a file of routes. */
    Path integrationRoutes() {
        return write("integration.yaml", yaml(at(read("orders-to-archive.yaml"), "spec", "flows")));
    }

    /** The pipe as the route that the operator makes: from Kamelet to Kamelet, with ids that are the ends' names. */
    Path pipeRoutes() {
        Object from = Map.of(
                "uri",
                "kamelet:" + kamelet("source") + "/source",
                "steps",
                List.of(Map.of("to", "kamelet:" + kamelet("sink") + "/sink")));
        return write("pipe.yaml", yaml(List.of(Map.of("route", Map.of("id", "binding", "from", from)))));
    }

    /** The properties of the pipe's Kamelets: a file in the format of Java that the configuration of Quarkus reads. */
    Path userProperties() {
        List<String> lines = new ArrayList<>();
        for (String end : List.of("source", "sink")) {
            Map<?, ?> properties = (Map<?, ?>) at(pipe(), "spec", end, "properties");
            properties.forEach((key, value) -> lines.add("camel.kamelet." + kamelet(end) + "." + end + "." + key + " = "
                    + value.toString().replace("\\", "\\\\")));
        }
        return write("user.properties", String.join("\n", lines));
    }

    /** The folder that the Secret is mounted as, a file a key. */
    Path secret() {
        Map<?, ?> files = (Map<?, ?>) at(read("credentials.yaml"), "stringData");
        files.forEach((name, content) -> write("secret/" + name, (String) content));
        return folder.resolve("secret").toAbsolutePath();
    }

    private String kamelet(String end) {
        return (String) at(pipe(), "spec", end, "ref", "name");
    }

    private static Object pipe() {
        return read("orders-to-archive-pipe.yaml");
    }

    private static Object read(String file) {
        try {
            return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(SOURCES.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object at(Object root, String... path) {
        Object value = root;
        for (String key : path) {
            value = ((Map<?, ?>) value).get(key);
        }
        return value;
    }

    private static String yaml(Object value) {
        return new Dump(DumpSettings.builder().build()).dumpToString(value);
    }

    private Path write(String name, String content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
