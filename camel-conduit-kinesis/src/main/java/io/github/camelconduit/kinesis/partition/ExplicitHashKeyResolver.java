package io.github.camelconduit.kinesis.partition;

import java.math.BigInteger;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.ConduitKinesisConstants;
import io.github.camelconduit.kinesis.Text;

/**
 * Finds the explicit hash key of a message, which decides the shard instead of the partition key: what the option
 * {@code explicitHashKey} yields, else the header {@value ConduitKinesisConstants#EXPLICIT_HASH_KEY}, else none.
 * Thread-safe.
 */
public final class ExplicitHashKeyResolver {

    /** The largest: the hash of a partition key is an MD5. */
    static final BigInteger MAX = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    private static final String OPTION = "explicitHashKey";
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,39}");

    private final OptionExpression.Value configured;

    private ExplicitHashKeyResolver(OptionExpression.Value configured) {
        this.configured = configured;
    }

    /** @throws IllegalArgumentException if the option is wrong, naming it */
    public static ExplicitHashKeyResolver create(CamelContext context, ConduitKinesisConfiguration configuration) {
        Object option = configuration.getExplicitHashKey();
        return new ExplicitHashKeyResolver(
                OptionExpression.isSet(option)
                        ? OptionExpression.compile(context, OPTION, option, configuration.getPartitionKeyLanguage())
                        : exchange -> null);
    }

    /**
     * The explicit hash key of a message, as the decimal number that Kinesis takes; null if there is none.
     *
     * @throws IllegalArgumentException if it is no whole number from 0 to 2^128-1, naming where it is from
     */
    public String resolve(Exchange exchange) {
        String key = configured.of(exchange);
        if (key != null && !key.isEmpty()) {
            return check(OPTION, key);
        }
        Object header = exchange.getMessage().getHeader(ConduitKinesisConstants.EXPLICIT_HASH_KEY);
        return header == null || header.toString().isEmpty()
                ? null
                : check("Header " + ConduitKinesisConstants.EXPLICIT_HASH_KEY, header.toString());
    }

    private static String check(String source, String key) {
        if (DECIMAL.matcher(key).matches()) {
            BigInteger number = new BigInteger(key);
            if (number.compareTo(MAX) <= 0) {
                // Without leading zeros.
                return number.toString();
            }
        }
        throw new IllegalArgumentException(source + "=" + Text.shortened(key)
                + ": not an explicit hash key; allowed: a whole decimal number from 0 to " + MAX + " (2^128-1)");
    }
}
