package io.github.camelconduit.kinesis.springboot;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

import static io.github.camelconduit.kinesis.springboot.StarterProperty.capitalised;
import static io.github.camelconduit.kinesis.springboot.StarterProperty.dashed;

/**
 * The description of the properties that editors read. Spring's own annotation processor would take defaults from the
 * fields, where there are none.
 */
final class PropertiesMetadata {

    private static final String SOURCE = "io.github.camelconduit.kinesis.springboot." + PropertiesClass.NAME;

    private PropertiesMetadata() {}

    static String json(List<StarterProperty> properties) {
        JsonObject metadata = new JsonObject();
        metadata.put("groups", groups(properties));
        JsonArray all = new JsonArray();
        all.add(flag("enabled", "Whether the component is configured by these properties."));
        all.add(flag(
                "customizer.enabled", "Whether the component is configured by these properties, as by customizers."));
        properties.forEach(property -> all.add(describe(property)));
        metadata.put("properties", all);
        JsonArray hints = new JsonArray();
        properties.stream()
                .filter(property -> !property.values().isEmpty() || property.beanType() != null)
                .map(PropertiesMetadata::hint)
                .forEach(hints::add);
        metadata.put("hints", hints);
        return Jsoner.prettyPrint(metadata.toJson(), 2) + "\n";
    }

    private static JsonArray groups(List<StarterProperty> properties) {
        Set<List<String>> paths = new LinkedHashSet<>();
        for (StarterProperty property : properties) {
            for (int i = 0; i <= property.group().size(); i++) {
                paths.add(property.group().subList(0, i));
            }
        }
        JsonArray groups = new JsonArray();
        for (List<String> path : paths) {
            JsonObject group = new JsonObject();
            List<String> names = new ArrayList<>(List.of(StarterProperty.PREFIX));
            path.forEach(part -> names.add(dashed(part)));
            group.put("name", String.join(".", names));
            group.put("type", className(path));
            group.put("sourceType", path.isEmpty() ? SOURCE : className(path.subList(0, path.size() - 1)));
            if (!path.isEmpty()) {
                group.put("sourceMethod", "get" + capitalised(path.get(path.size() - 1)) + "()");
            }
            groups.add(group);
        }
        return groups;
    }

    private static JsonObject flag(String name, String description) {
        JsonObject flag = new JsonObject();
        flag.put("name", StarterProperty.PREFIX + "." + name);
        flag.put("type", "java.lang.Boolean");
        flag.put("description", description);
        flag.put("sourceType", SOURCE);
        flag.put("defaultValue", true);
        return flag;
    }

    private static JsonObject describe(StarterProperty property) {
        JsonObject described = new JsonObject();
        described.put("name", property.fullName());
        described.put("type", property.type().replaceFirst("(Configuration)\\.(\\w+)$", "$1\\$$2"));
        described.put("description", property.description());
        described.put("sourceType", className(property.group()));
        if (property.defaultValue() != null) {
            described.put("defaultValue", property.defaultValue());
        }
        if (property.deprecation() != null) {
            described.put("deprecated", true);
            described.put("deprecation", new JsonObject(Map.of("reason", property.deprecation())));
        }
        return described;
    }

    private static JsonObject hint(StarterProperty property) {
        JsonObject hint = new JsonObject();
        hint.put("name", property.fullName());
        if (property.beanType() != null) {
            JsonObject provider = new JsonObject();
            provider.put("name", "spring-bean-reference");
            provider.put("parameters", new JsonObject(Map.of("target", property.beanType())));
            hint.put("providers", array(List.of(provider)));
        } else {
            hint.put(
                    "values",
                    array(property.values().stream()
                            .map(value -> new JsonObject(Map.of("value", value)))
                            .toList()));
        }
        return hint;
    }

    private static JsonArray array(List<JsonObject> elements) {
        JsonArray array = new JsonArray();
        array.addAll(elements);
        return array;
    }

    private static String className(List<String> group) {
        StringBuilder name = new StringBuilder(SOURCE);
        // The classes of nested groups are members of each other, as the groups are.
        group.forEach(part -> name.append('$').append(capitalised(part)));
        return name.toString();
    }
}
