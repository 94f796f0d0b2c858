package io.github.camelconduit.kinesis.partition;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.ConduitKinesisConstants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ExplicitHashKeyResolverTest {

    private static final String MAX = "340282366920938463463374607431768211455";

    private final CamelContext context = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(context);
    private final ConduitKinesisConfiguration configuration = new ConduitKinesisConfiguration();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void thereIsNoneUnlessSomethingSaysOne() {
        assertThat(resolve()).isNull();
        header("");
        assertThat(resolve()).isNull();
    }

    @Test
    void theOptionComesBeforeTheHeader() {
        header("1");
        assertThat(resolve()).isEqualTo("1");
        configuration.setExplicitHashKey("${header.hash}");
        assertThat(resolve()).isEqualTo("1");
        exchange.getMessage().setHeader("hash", 2);
        assertThat(resolve()).isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "007, 7", MAX + ", " + MAX})
    void aWholeNumberUpToTheLargestHashIsTakenWithoutLeadingZeros(String given, String sent) {
        header(given);
        assertThat(resolve()).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"340282366920938463463374607431768211456", "-1", "1.0", "1e3", "0x10", " 1", "abc", "\u0661"})
    void anythingElseIsRefusedWithItsSource(String given) {
        header(given);
        assertThatIllegalArgumentException()
                .isThrownBy(this::resolve)
                .withMessageContaining("Header CamelConduitKinesisExplicitHashKey=" + given)
                .withMessageContaining("0 to " + MAX);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader("hash", given);
        configuration.setExplicitHashKey("${header.hash}");
        assertThatIllegalArgumentException()
                .isThrownBy(this::resolve)
                .withMessageContaining("explicitHashKey=" + given);
    }

    @Test
    void theErrorDoesNotRepeatWhatIsVeryLong() {
        header("x".repeat(1_000_000));
        assertThatIllegalArgumentException()
                .isThrownBy(this::resolve)
                .withMessageContaining("xxx... (1000000 characters): not an explicit hash key")
                .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(500));
    }

    private void header(Object value) {
        exchange.getMessage().setHeader(ConduitKinesisConstants.EXPLICIT_HASH_KEY, value);
    }

    private String resolve() {
        return ExplicitHashKeyResolver.create(context, configuration).resolve(exchange);
    }
}
