package io.github.camelconduit.kinesis.springboot;

import java.util.List;
import java.util.Map;

import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.ComponentModel.ComponentOptionModel;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.docs.OptionMetadata;

import static org.assertj.core.api.Assertions.assertThat;

/** What the starter would have for options as the component has none of today. */
class StarterFilesTest {

    private final ComponentModel component = OptionMetadata.load();

    @Test
    void aDeprecatedOptionIsADeprecatedProperty() throws Exception {
        option("shardIds").setDeprecated(true);
        option("shardIds").setDeprecationNote("Use shards.");

        List<StarterProperty> properties = StarterProperty.of(component);

        assertThat(PropertiesClass.source(properties))
                .contains("Deprecated. Use shards.\n")
                .contains("    @Deprecated\n    private String shardIds;\n")
                .contains("    @Deprecated\n    public void setShardIds(String shardIds) {\n");
        assertThat(metadata(properties, "shard-ids"))
                .containsEntry("deprecated", true)
                .containsEntry("deprecation", new JsonObject(Map.of("reason", "Use shards.")));
    }

    @Test
    void aDescriptionCannotEndTheCommentItIsIn() {
        option("shardIds").setDescription("As in shard-*/ or <b> @param");

        assertThat(PropertiesClass.source(StarterProperty.of(component)))
                .contains("     * As in shard-*&#47; or &lt;b> &#64;param\n");
    }

    @Test
    void aNewSecretIsAmongThoseThatNobodyMaySee() {
        option("shardIds").setSecret(true);

        String source = PropertiesClass.source(StarterProperty.of(component));

        assertThat(source.substring(source.indexOf("SECRETS"), source.indexOf("private")))
                .contains("\"shard-ids\"", "\"secret-access-key\"", "\"aws.secret-access-key\"");
    }

    private ComponentOptionModel option(String name) {
        return component.getComponentOptions().stream()
                .filter(option -> option.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject metadata(List<StarterProperty> properties, String name) throws Exception {
        JsonObject metadata = (JsonObject) Jsoner.deserialize(PropertiesMetadata.json(properties));
        return ((JsonArray) metadata.get("properties"))
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(property -> property.getString("name").endsWith("conduit-kinesis." + name))
                        .findFirst()
                        .orElseThrow();
    }
}
