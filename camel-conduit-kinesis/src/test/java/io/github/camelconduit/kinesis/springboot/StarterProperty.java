package io.github.camelconduit.kinesis.springboot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;

/**
 * A property of the starter.
 *
 * @param group the names of the nested objects it is in, from the outside in; empty for the options themselves
 * @param name its name, in camel case
 * @param option the component's option that it sets
 * @param type the Java type that Spring binds it to
 * @param beanType of which type the bean is that its value names; null where the value is no reference
 * @param defaultValue what holds where it is not set, as Spring would write it; null for none
 * @param values the allowed values where the type does not say them
 * @param secret whether nobody may see its value
 * @param deprecation why not to use it any more; null where it is not deprecated
 */
record StarterProperty(
        List<String> group,
        String name,
        String option,
        String type,
        String beanType,
        String description,
        Object defaultValue,
        List<String> values,
        boolean secret,
        String deprecation) {

    static final String PREFIX = "camel.component.conduit-kinesis";

    private static final String STRING = "java.lang.String";
    private static final List<String> AWS = List.of("accessKeyId", "secretAccessKey", "sessionToken", "region", "url");

    /** A property for each option of the component, and for each name that an option has in the Conduit connector. */
    static List<StarterProperty> of(ComponentModel component) {
        List<StarterProperty> properties = new ArrayList<>();
        component.getComponentOptions().stream()
                .filter(option -> !option.isMultiValue())
                .map(StarterProperty::of)
                .forEach(properties::add);
        List<StarterProperty> others = new ArrayList<>();
        AWS.forEach(name -> others.add(find(properties, name).as(List.of("aws"), name)));
        others.add(find(properties, "autoCreateStream").as(List.of("auto", "create"), "streams"));
        properties.addAll(others);
        return properties;
    }

    private static StarterProperty of(BaseOptionModel option) {
        String bean = beanType(option);
        return new StarterProperty(
                List.of(),
                option.getName(),
                option.getName(),
                type(option),
                bean,
                option.getDescription() + (bean == null ? "" : " The name of a bean, with or without # before it."),
                defaultValue(option),
                option.getEnums() != null && STRING.equals(option.getJavaType()) ? option.getEnums() : List.of(),
                option.isSecret(),
                option.isDeprecated() ? deprecation(option) : null);
    }

    /** The same under another name. */
    private StarterProperty as(List<String> otherGroup, String otherName) {
        return new StarterProperty(
                otherGroup,
                otherName,
                option,
                type,
                beanType,
                "The name in the Conduit connector for " + option + ": " + description,
                null,
                values,
                secret,
                deprecation);
    }

    private static StarterProperty find(List<StarterProperty> properties, String name) {
        return properties.stream()
                .filter(property -> property.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The component has no option " + name + " any more"));
    }

    private static String type(BaseOptionModel option) {
        if ("duration".equals(option.getType())) {
            return Duration.class.getName();
        }
        if ("enum".equals(option.getType())) {
            return option.getJavaType();
        }
        return switch (option.getJavaType()) {
            case "boolean" -> "java.lang.Boolean";
            case "int" -> "java.lang.Integer";
            case "long" -> "java.lang.Long";
            case "java.lang.Boolean", "java.lang.Integer", "java.lang.Long" -> option.getJavaType();
            // An object is text here: the name of a bean, or what the component reads from text.
            default -> STRING;
        };
    }

    private static String beanType(BaseOptionModel option) {
        boolean bean = "object".equals(option.getType()) && !"java.lang.Object".equals(option.getJavaType());
        return bean ? option.getJavaType().replaceAll("<.*", "") : null;
    }

    private static Object defaultValue(BaseOptionModel option) {
        Object value = option.getDefaultValue();
        if (value == null || !"duration".equals(option.getType())) {
            return value;
        }
        long millis = Long.parseLong(value.toString());
        if (millis % 1000 != 0 || millis == 0) {
            return millis + "ms";
        }
        return millis % 60_000 == 0 ? millis / 60_000 + "m" : millis / 1000 + "s";
    }

    private static String deprecation(BaseOptionModel option) {
        return option.getDeprecationNote() == null ? "" : option.getDeprecationNote();
    }

    /** The name as it is written in properties: {@code camel.component.conduit-kinesis.aws.access-key-id}. */
    String fullName() {
        StringBuilder full = new StringBuilder(PREFIX);
        group.forEach(part -> full.append('.').append(dashed(part)));
        return full.append('.').append(dashed(name)).toString();
    }

    static String dashed(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    static String capitalised(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
