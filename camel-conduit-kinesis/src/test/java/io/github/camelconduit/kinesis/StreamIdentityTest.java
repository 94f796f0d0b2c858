package io.github.camelconduit.kinesis;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StreamIdentityTest {

    private static final String ARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/orders";

    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void stopContext() {
        context.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "Orders_2.eu-x", "a", "."})
    void readsNameFromPath(String name) {
        assertThat(stream("conduit-kinesis:" + name)).isEqualTo(new StreamIdentity(name, null, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conduit-kinesis:arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
                "conduit-kinesis://arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
                "conduit-kinesis:arn:aws:kinesis:eu-west-1:123456789012:stream/orders?streamName=orders",
                "conduit-kinesis:orders?streamArn=arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
                "conduit-kinesis:orders?streamARN=arn:aws:kinesis:eu-west-1:123456789012:stream/orders&region=eu-west-1"
            })
    void readsArnFromPathOrOption(String uri) {
        assertThat(stream(uri)).isEqualTo(new StreamIdentity("orders", ARN, "aws", "123456789012", "eu-west-1"));
    }

    @Test
    void readsArnsOfOtherPartitions() {
        assertThat(stream("conduit-kinesis:arn:aws-cn:kinesis:cn-north-1:123456789012:stream/o")
                        .partition())
                .isEqualTo("aws-cn");
        assertThat(stream("conduit-kinesis:arn:aws-us-gov:kinesis:us-gov-west-1:123456789012:stream/o")
                        .partition())
                .isEqualTo("aws-us-gov");
    }

    @Test
    void takesNamesUpTo128Characters() {
        assertThat(StreamIdentity.requireName("streamName", "x".repeat(128))).hasSize(128);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamIdentity.requireName("streamName", "x".repeat(129)))
                .withMessageContaining("streamName=xxx")
                .withMessageContaining("1 to 128 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "ä", "a:b", "a@b", ""})
    void refusesOtherNames(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamIdentity.requireName("streamNameOrArn", name))
                .withMessageContaining("streamNameOrArn=" + name + ": not a stream name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:kinesis:eu-west-1:123456789012:stream/",
                "arn:aws:kinesis:eu-west-1:123456789012:stream/a/b",
                "arn:aws:kinesis:eu-west-1:12345678901:stream/orders",
                "arn:aws:kinesis::123456789012:stream/orders",
                "arn:aws:sqs:eu-west-1:123456789012:stream/orders",
                "arn:gcp:kinesis:eu-west-1:123456789012:stream/orders",
                "arn:aws:kinesis:eu-west-1:123456789012:stream/or ders",
                "arn:aws:kinesis:eu-west-1:123456789012:stream/orders/consumer/c:1"
            })
    void refusesWhatIsNoStreamArn(String arn) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamIdentity.parseArn("streamArn", arn))
                .withMessageContaining("streamArn=")
                .withMessageContaining("arn:aws:kinesis:<region>:<12-digit account>:stream/<name>");
    }

    @Test
    void takesConsumerArnApart() {
        StreamConsumerArn consumer = StreamConsumerArn.parse("consumerArn", ARN + "/consumer/app-1:1525898737");

        assertThat(consumer.stream().arn()).isEqualTo(ARN);
        assertThat(consumer.consumerName()).isEqualTo("app-1");
        assertThat(consumer.creationTimestamp()).isEqualTo(1_525_898_737L);
    }

    @Test
    void takesRegionFromOption() {
        assertThat(stream("conduit-kinesis:orders?region=eu-north-1").region()).isEqualTo("eu-north-1");
    }

    private StreamIdentity stream(String uri) {
        return context.getEndpoint(uri, ConduitKinesisEndpoint.class).getStream();
    }
}
