package io.github.camelconduit.kinesis.springboot;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import static io.github.camelconduit.kinesis.springboot.StarterProperty.capitalised;

/** The source of the class that Spring binds the properties to. */
final class PropertiesClass {

    static final String NAME = "ConduitKinesisProperties";

    private static final String HEAD = """
            // Written by the build of camel-conduit-kinesis from the component's option metadata.
            package io.github.camelconduit.kinesis.springboot;

            import java.util.List;
            import java.util.Map;

            import org.apache.camel.spring.boot.ComponentConfigurationPropertiesCommon;
            import org.springframework.boot.context.properties.ConfigurationProperties;

            /**
             * The properties {@code %1$s.*}: one for each option of the component, null where it is
             * not set, so that the component's own default holds.
             */
            @ConfigurationProperties(prefix = %2$s.PREFIX)
            public class %2$s extends ComponentConfigurationPropertiesCommon {

                public static final String PREFIX = "%1$s";
            """;
    private static final int WIDTH = 120;

    private final List<StarterProperty> properties;
    private final StringBuilder source = new StringBuilder();

    private PropertiesClass(List<StarterProperty> properties) {
        this.properties = properties;
    }

    static String source(List<StarterProperty> properties) {
        return new PropertiesClass(properties).write();
    }

    private String write() {
        source.append(HEAD.formatted(StarterProperty.PREFIX, NAME));
        names("NAMES", "What can be set, after the prefix.", property -> true);
        names("SECRETS", "What of it nobody may see.", StarterProperty::secret);
        members(List.of(), "    ");
        options();
        return source.append("}\n").toString();
    }

    private void names(String constant, String comment, Predicate<StarterProperty> wanted) {
        List<String> names = properties.stream()
                .filter(wanted)
                .map(property ->
                        "            \"" + property.fullName().substring(StarterProperty.PREFIX.length() + 1) + '"')
                .collect(Collectors.toCollection(ArrayList::new));
        if ("NAMES".equals(constant)) {
            names.addAll(0, List.of("            \"enabled\"", "            \"customizer.enabled\""));
        }
        comment("    ", comment);
        source.append("    static final List<String> %s = List.of(\n".formatted(constant))
                .append(String.join(",\n", names))
                .append(");\n");
    }

    private void members(List<String> group, String indent) {
        List<StarterProperty> here = in(group);
        List<String> nested = groupsIn(group);
        for (StarterProperty property : here) {
            comment(indent, property.description() + deprecationTag(property));
            deprecated(indent, property);
            source.append("%sprivate %s %s;\n".formatted(indent, shortType(property), property.name()));
        }
        for (String name : nested) {
            source.append("\n%sprivate final %2$s %3$s = new %2$s();\n".formatted(indent, capitalised(name), name));
        }
        here.forEach(property -> accessors(indent, property));
        for (String name : nested) {
            source.append("\n%spublic %s get%2$s() {\n%1$s    return %s;\n%1$s}\n"
                    .formatted(indent, capitalised(name), name));
        }
        for (String name : nested) {
            List<String> inner = new ArrayList<>(group);
            inner.add(name);
            comment(indent, "The properties {@code " + StarterProperty.PREFIX + "." + String.join(".", inner) + ".*}.");
            source.append("%spublic static class %s {\n".formatted(indent, capitalised(name)));
            members(inner, indent + "    ");
            source.append(indent).append("}\n");
        }
    }

    private void accessors(String indent, StarterProperty property) {
        source.append('\n');
        deprecated(indent, property);
        source.append("%spublic %s get%s() {\n%1$s    return %s;\n%1$s}\n\n"
                .formatted(indent, shortType(property), capitalised(property.name()), property.name()));
        deprecated(indent, property);
        source.append("%spublic void set%3$s(%2$s %4$s) {\n%1$s    this.%4$s = %4$s;\n%1$s}\n"
                .formatted(indent, shortType(property), capitalised(property.name()), property.name()));
    }

    private void options() {
        comment("    ", "What is set, under the names of the component's options.");
        source.append("    Map<String, Object> options() {\n        SetOptions set = new SetOptions();\n");
        for (StarterProperty property : in(List.of())) {
            source.append("        set.%s(\"%s\", %s);\n"
                    .formatted(property.beanType() == null ? "value" : "bean", property.option(), property.name()));
        }
        for (StarterProperty property : in(List.of("aws"))) {
            source.append("        set.entry(\"aws\", \"%s\", aws.%1$s);\n".formatted(property.name()));
        }
        source.append("        set.value(\"autoCreateStreams\", auto.create.streams);\n")
                .append("        return set.toMap();\n    }\n");
    }

    private List<StarterProperty> in(List<String> group) {
        return properties.stream()
                .filter(property -> property.group().equals(group))
                .toList();
    }

    /** The groups right below one. */
    private List<String> groupsIn(List<String> group) {
        return properties.stream()
                .map(StarterProperty::group)
                .filter(other -> other.size() > group.size() && Objects.equals(other.subList(0, group.size()), group))
                .map(other -> other.get(group.size()))
                .distinct()
                .toList();
    }

    private static String shortType(StarterProperty property) {
        return property.type().replaceFirst("^java\\.lang\\.", "");
    }

    private void deprecated(String indent, StarterProperty property) {
        if (property.deprecation() != null) {
            source.append(indent).append("@Deprecated\n");
        }
    }

    private static String deprecationTag(StarterProperty property) {
        return property.deprecation() == null ? "" : " Deprecated. " + property.deprecation();
    }

    private void comment(String indent, String text) {
        String escaped = text.contains("{@code")
                ? text
                : text.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace("@", "&#64;")
                        .replace("*/", "*&#47;");
        source.append('\n').append(indent).append("/**\n");
        StringBuilder line = new StringBuilder();
        for (String word : escaped.split(" ")) {
            if (indent.length() + 3 + line.length() + 1 + word.length() > WIDTH) {
                source.append(indent).append(" *").append(line).append('\n');
                line.setLength(0);
            }
            line.append(' ').append(word);
        }
        source.append(indent)
                .append(" *")
                .append(line)
                .append('\n')
                .append(indent)
                .append(" */\n");
    }
}
