package io.github.camelconduit.kinesis.publish;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.ConduitKinesisConstants;
import io.github.camelconduit.kinesis.partition.TemplateWatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StreamSelectorTest {

    private static final String ARN = "arn:aws:kinesis:eu-central-1:123456789012:stream/orders";

    private final CamelContext context = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(context);
    private final ConduitKinesisConfiguration configuration = new ConduitKinesisConfiguration();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final TemplateWatch watch = new TemplateWatch(timer, () -> 0);

    @BeforeEach
    void endpointStream() {
        configuration.setStreamNameOrArn("orders");
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
        context.stop();
    }

    @Test
    void isTheEndpointsStreamUnlessSomethingElseIsSaid() {
        assertThat(select()).isEqualTo(new StreamTarget("orders", null));
    }

    @Test
    void keepsTheArnOfAnotherAccountsStream() {
        configuration.setStreamNameOrArn(ARN);
        assertThat(select()).isEqualTo(new StreamTarget("orders", ARN));
    }

    @Test
    void theTemplateNamesTheStream() {
        configuration.setStreamNameTemplate("orders-${data.region}");
        exchange.getMessage().setBody("{\"region\": \"north\"}");
        assertThat(select().name()).isEqualTo("orders-north");
    }

    @Test
    void anEmptyTemplateResultIsTheEndpointsStream() {
        configuration.setStreamNameTemplate("${header.none!}");
        exchange.getMessage().setBody("x");
        assertThat(select().name()).isEqualTo("orders");
    }

    @Test
    void theHeaderWins() {
        configuration.setStreamNameTemplate("by-template");
        override("by-header");
        assertThat(select().name()).isEqualTo("by-header");
    }

    @Test
    void theConsumersStreamHeaderDoesNotSayWhereToWrite() {
        exchange.getMessage().setHeader(ConduitKinesisConstants.STREAM_NAME, "read-from");
        assertThat(select().name()).isEqualTo("orders");
    }

    @Test
    void theHeaderMayBeAnArn() {
        override(ARN);
        assertThat(select()).isEqualTo(new StreamTarget("orders", ARN));
    }

    @Test
    void theEndpointsOwnStreamIsOneWhicheverWayItIsNamed() {
        configuration.setStreamNameOrArn(ARN);
        override("orders");
        assertThat(select()).isEqualTo(new StreamTarget("orders", ARN));
        override(ARN);
        assertThat(select()).isEqualTo(new StreamTarget("orders", ARN));
        override("");
        configuration.setStreamNameTemplate("orders");
        assertThat(select()).isEqualTo(new StreamTarget("orders", ARN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "\u00FCber", "a/b", "arn:aws:s3:::bucket", "arn:aws:kinesis:x:1:stream/a"})
    void aNameThatIsNoneIsRefusedWithItsSource(String name) {
        override(name);
        assertThatIllegalArgumentException()
                .isThrownBy(this::select)
                .withMessageContaining(ConduitKinesisConstants.OVERRIDE_STREAM_NAME)
                .withMessageContaining(name);
        override("");
        configuration.setStreamNameTemplate(name);
        assertThatIllegalArgumentException()
                .isThrownBy(this::select)
                .withMessageContaining("streamNameTemplate")
                .withMessageContaining(name);
    }

    @Test
    void aNameMayHave128CharactersAndNoMore() {
        override("x".repeat(128));
        assertThat(select().name()).hasSize(128);
        override("x".repeat(129));
        assertThatIllegalArgumentException().isThrownBy(this::select);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "arn:"})
    void theErrorDoesNotRepeatWhatIsVeryLong(String beginning) {
        override(beginning + "x".repeat(1_000_000));
        assertThatIllegalArgumentException()
                .isThrownBy(this::select)
                .withMessageContaining("characters): not ")
                .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(700));
    }

    private void override(String name) {
        exchange.getMessage().setHeader(ConduitKinesisConstants.OVERRIDE_STREAM_NAME, name);
    }

    private StreamTarget select() {
        byte[] data = exchange.getMessage().getBody() == null
                ? new byte[0]
                : exchange.getMessage().getBody(byte[].class);
        StreamSelector selector = StreamSelector.create(context, configuration, () -> watch);
        StreamTarget named = selector.named(exchange.getMessage());
        return named == null ? selector.select(exchange, data) : named;
    }
}
