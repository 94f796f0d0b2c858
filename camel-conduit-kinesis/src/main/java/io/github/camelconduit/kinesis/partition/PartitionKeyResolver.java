package io.github.camelconduit.kinesis.partition;

import java.util.function.Supplier;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.ConduitKinesisConstants;

/**
 * Finds the partition key of a message. The first of these that yields a text that is not empty:
 *
 * <ol>
 *   <li>{@code partitionKeyTemplate} or {@code partitionKey}, where one is set;
 *   <li>the record key, the header {@value ConduitKinesisConstants#PARTITION_KEY};
 *   <li>a random key, which spreads.
 * </ol>
 *
 * The result is cut to what Kinesis allows, see {@link PartitionKeys#fit}. Thread-safe.
 */
public final class PartitionKeyResolver {

    /** Where a key may come from. Null or empty: nothing there, the next one is asked. */
    private interface Source {
        String keyOf(Exchange exchange, byte[] data);
    }

    private final Source configured;

    private PartitionKeyResolver(Source configured) {
        this.configured = configured;
    }

    /**
     * Compiles what is configured; that only one of the two options is set has been checked.
     *
     * @param watch is asked for what ends evaluations of the template that take too long; null while stopped
     * @throws IllegalArgumentException if an option is wrong, naming it
     */
    public static PartitionKeyResolver create(
            CamelContext context, ConduitKinesisConfiguration configuration, Supplier<TemplateWatch> watch) {
        String template = configuration.getPartitionKeyTemplate();
        Object expression = configuration.getPartitionKey();
        if (OptionExpression.isSet(template)) {
            MessageTemplate compiled = MessageTemplate.compile(
                    context, "partitionKeyTemplate", template, 2 * PartitionKeys.MAX_CODE_POINTS, watch);
            return new PartitionKeyResolver(compiled::evaluate);
        }
        if (OptionExpression.isSet(expression)) {
            OptionExpression.Value compiled = OptionExpression.compile(
                    context, "partitionKey", expression, configuration.getPartitionKeyLanguage());
            return new PartitionKeyResolver((exchange, data) -> compiled.of(exchange));
        }
        return new PartitionKeyResolver((exchange, data) -> null);
    }

    /**
     * The partition key of a message: 1 to 256 code points.
     *
     * @param data the body as the bytes that will be written
     * @throws TemplateFailedException if the template fails for this message; whatever the expression throws if that
     *     fails
     */
    public String resolve(Exchange exchange, byte[] data) {
        String key = configured.keyOf(exchange, data);
        if (isNothing(key)) {
            key = exchange.getMessage().getHeader(ConduitKinesisConstants.PARTITION_KEY, String.class);
        }
        return isNothing(key) ? PartitionKeys.random() : PartitionKeys.fit(key);
    }

    private static boolean isNothing(String key) {
        return key == null || key.isEmpty();
    }
}
