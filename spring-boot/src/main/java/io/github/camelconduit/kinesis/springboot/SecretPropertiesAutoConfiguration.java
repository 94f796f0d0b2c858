package io.github.camelconduit.kinesis.springboot;

import java.util.Locale;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Keeps the component's secrets out of the actuator's {@code env} and {@code configprops} also where {@code
 * show-values} lets these show everything else.
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public class SecretPropertiesAutoConfiguration {

    private static final String PREFIX = plain(ConduitKinesisProperties.PREFIX);

    @Bean
    SanitizingFunction conduitKinesisSecrets() {
        return data -> isSecret(data) ? data.withSanitizedValue() : data;
    }

    private static boolean isSecret(SanitizableData data) {
        String key = plain(data.getKey());
        return key.startsWith(PREFIX)
                && ConduitKinesisProperties.SECRETS.stream().anyMatch(secret -> key.equals(PREFIX + plain(secret)));
    }

    /** Environment variables and properties write the same name with other separators and cases. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
