package io.github.camelconduit.kinesis.examples.pages;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** Pipelines of Conduit: its connector for Kinesis has no setting but those of the configuration table. */
final class ConduitPipelines {

    private static final String TABLE = "camel-conduit-kinesis/src/test/resources/configuration-table.md";
    private static final Pattern ROW =
            Pattern.compile("^\\| `([^`]+)`.*? \\| (both|source|destination) \\|", Pattern.MULTILINE);

    private ConduitPipelines() {}

    static boolean are(String yaml) {
        return yaml.contains("\npipelines:\n");
    }

    @SuppressWarnings("unchecked")
    static void check(String yaml) {
        Map<String, Object> file =
                (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
        assertThat(file).containsOnlyKeys("version", "pipelines");
        List<Map<String, Object>> connectors = ((List<Map<String, Object>>) file.get("pipelines"))
                .stream()
                        .flatMap(pipeline -> ((List<Map<String, Object>>) pipeline.get("connectors")).stream())
                        .toList();
        assertThat(connectors)
                .as("one of each type")
                .extracting(connector -> connector.get("type"))
                .containsExactlyInAnyOrder("source", "destination");
        assertThat(connectors)
                .extracting(connector -> connector.get("plugin"))
                .containsExactlyInAnyOrder("kinesis", "builtin:file");
        connectors.forEach(connector -> {
            Set<String> settings = ((Map<String, Object>) connector.get("settings")).keySet();
            if (connector.get("plugin").equals("kinesis")) {
                assertThat(known((String) connector.get("type"))).containsAll(settings);
            } else {
                assertThat(settings).containsExactly("path");
            }
        });
    }

    /** The settings that the connector has for one side. */
    private static Set<String> known(String side) {
        return ROW.matcher(Project.read(TABLE))
                .results()
                .filter(row -> row.group(2).equals("both") || row.group(2).equals(side))
                .map(row -> row.group(1))
                .collect(Collectors.toSet());
    }
}
