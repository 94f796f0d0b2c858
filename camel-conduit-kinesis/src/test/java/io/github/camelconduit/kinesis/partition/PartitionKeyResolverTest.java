package io.github.camelconduit.kinesis.partition;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.builder.ExpressionBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.ConduitKinesisConstants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PartitionKeyResolverTest {

    private final CamelContext context = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(context);
    private final ConduitKinesisConfiguration configuration = new ConduitKinesisConfiguration();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final TemplateWatch watch = new TemplateWatch(timer, () -> 0);

    @AfterEach
    void stop() {
        timer.shutdownNow();
        context.stop();
    }

    @Test
    void theTemplateComesBeforeTheRecordKey() {
        configuration.setPartitionKeyTemplate("t-${header.id}");
        exchange.getMessage().setHeader("id", 1_000_000);
        recordKey("record");
        assertThat(resolve()).isEqualTo("t-1000000");
    }

    @Test
    void theExpressionComesBeforeTheRecordKey() {
        configuration.setPartitionKey("e-${header.id}");
        exchange.getMessage().setHeader("id", 1_000_000);
        recordKey("record");
        assertThat(resolve()).isEqualTo("e-1000000");
    }

    @Test
    void theExpressionIsOfTheLanguageThatIsNamed() {
        configuration.setPartitionKey("id");
        configuration.setPartitionKeyLanguage("header");
        exchange.getMessage().setHeader("id", "of-header");
        assertThat(resolve()).isEqualTo("of-header");
    }

    @Test
    void anEmptyResultFallsThroughToTheRecordKey() {
        configuration.setPartitionKeyTemplate("${header.none!}");
        recordKey("record");
        assertThat(resolve()).isEqualTo("record");
    }

    @Test
    void anExpressionWithoutResultFallsThroughToTheRecordKey() {
        configuration.setPartitionKey("none");
        configuration.setPartitionKeyLanguage("header");
        recordKey("record");
        assertThat(resolve()).isEqualTo("record");
    }

    @Test
    void aBlankKeyIsAKey() {
        recordKey(" ");
        assertThat(resolve()).isEqualTo(" ");
    }

    @Test
    void aRecordKeyOfAnotherTypeIsItsText() {
        exchange.getMessage().setHeader(ConduitKinesisConstants.PARTITION_KEY, 42L);
        assertThat(resolve()).isEqualTo("42");
    }

    @Test
    void anEmptyRecordKeyFallsThroughToARandomOne() {
        recordKey("");
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            keys.add(resolve());
        }
        assertThat(keys).hasSize(1_000).allSatisfy(key -> assertThat(key).isNotEmpty());
    }

    @Test
    void aLongResultIsCutTo256CodePointsWhereverItComesFrom() {
        String smiley = "\uD83D\uDE00";
        recordKey(smiley.repeat(300));
        assertThat(resolve()).isEqualTo(smiley.repeat(256));
        configuration.setPartitionKeyTemplate("${header." + ConduitKinesisConstants.PARTITION_KEY + "}");
        assertThat(resolve()).isEqualTo(smiley.repeat(256));
        recordKey("x" + smiley.repeat(300));
        assertThat(resolve()).isEqualTo("x" + smiley.repeat(255));
    }

    @Test
    void aBlankOptionIsNotSet() {
        configuration.setPartitionKey(" ");
        configuration.setPartitionKeyTemplate("");
        recordKey("record");
        assertThat(resolve()).isEqualTo("record");
    }

    @Test
    void aBeanCanBeAnExpressionAFunctionOrHaveAMethodForIt() {
        exchange.getMessage().setHeader("id", "c-1");
        exchange.getMessage().setBody("body");
        configuration.setPartitionKey(ExpressionBuilder.headerExpression("id"));
        assertThat(resolve()).isEqualTo("c-1");
        configuration.setPartitionKey(
                (Function<Exchange, Object>) of -> of.getMessage().getHeaders().size());
        assertThat(resolve()).isEqualTo("1");
        configuration.setPartitionKey(new Keys());
        assertThat(resolve()).isEqualTo("key of body");
    }

    @Test
    void aBeanThatGivesNothingFallsThroughToTheRecordKey() {
        configuration.setPartitionKey((Function<Exchange, Object>) of -> null);
        recordKey("record");
        assertThat(resolve()).isEqualTo("record");
    }

    @Test
    void aGoTemplateIsRefused() {
        configuration.setPartitionKey("{{ .Key }}");
        assertThatIllegalArgumentException()
                .isThrownBy(this::resolve)
                .withMessageContaining("partitionKey={{ .Key }}: a Go template");
    }

    /** A bean with one method that takes a body. */
    public static final class Keys {

        public String of(String body) {
            return "key of " + body;
        }
    }

    @Test
    void anExpressionThatIsNoneIsRefusedByTheNameOfItsOption() {
        configuration.setPartitionKey("${bodi");
        assertThatIllegalArgumentException().isThrownBy(this::resolve).withMessageContaining("partitionKey");
    }

    private void recordKey(String key) {
        exchange.getMessage().setHeader(ConduitKinesisConstants.PARTITION_KEY, key);
    }

    private String resolve() {
        return PartitionKeyResolver.create(context, configuration, () -> watch).resolve(exchange, new byte[0]);
    }
}
