package io.github.camelconduit.kinesis.springboot;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

/** The names below {@code camel.component.conduit-kinesis}. */
final class PropertyNames {

    private static final ConfigurationPropertyName PREFIX =
            ConfigurationPropertyName.of(ConduitKinesisProperties.PREFIX);

    private PropertyNames() {}

    /** How an option, or a path of names, is written in properties. */
    static String of(String option) {
        return ConduitKinesisProperties.PREFIX + "."
                + option.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /**
     * Spring leaves alone what it can bind to nothing, so that a misspelt option would have no effect. Its own check
     * would show the value, which may be that of a misspelt secret.
     *
     * @throws IllegalArgumentException for names that are no properties of the component
     */
    static void checkKnown(ConfigurableEnvironment environment) {
        Set<ConfigurationPropertyName> known =
                ConduitKinesisProperties.NAMES.stream().map(PREFIX::append).collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                iterable.stream()
                        .filter(name -> PREFIX.isAncestorOf(name) && !known.contains(name))
                        .forEach(name -> unknown.add(name.toString()));
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "Unknown properties: " + String.join(", ", unknown) + "; allowed after " + PREFIX + ": "
                            + ConduitKinesisProperties.NAMES.stream().sorted().collect(Collectors.joining(", ")));
        }
    }
}
