package io.github.camelconduit.kinesis.springboot;

import java.util.LinkedHashMap;
import java.util.Map;

/** Gathers the options that are set; null is not set. In the order in which they were given, a configuration first. */
final class SetOptions {

    private static final String CONFIGURATION = "configuration";

    private final Map<String, Object> options = new LinkedHashMap<>();
    private Object configuration;

    void value(String option, Object value) {
        if (value != null) {
            options.put(option, value);
        }
    }

    /** @param name the name of the bean, also with what Camel writes before it: {@code #}, {@code #bean:} and such */
    void bean(String option, String name) {
        if (name == null || name.isBlank()) {
            return;
        }
        String reference = name.startsWith("#") ? name : "#bean:" + name;
        if (option.equals(CONFIGURATION)) {
            configuration = reference;
        } else {
            options.put(option, reference);
        }
    }

    /** An entry of an option that is a map. */
    @SuppressWarnings("unchecked")
    void entry(String option, String key, Object value) {
        if (value != null) {
            ((Map<String, Object>) options.computeIfAbsent(option, o -> new LinkedHashMap<String, Object>()))
                    .put(key, value);
        }
    }

    /** The bean that holds all options comes before those that are set on it. */
    Map<String, Object> toMap() {
        Map<String, Object> ordered = new LinkedHashMap<>();
        if (configuration != null) {
            ordered.put(CONFIGURATION, configuration);
        }
        ordered.putAll(options);
        return ordered;
    }
}
