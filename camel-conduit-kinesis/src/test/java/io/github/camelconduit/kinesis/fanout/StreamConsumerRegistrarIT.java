package io.github.camelconduit.kinesis.fanout;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

class StreamConsumerRegistrarIT {

    private EmbeddedKinesis kinesis;
    private KinesisAsyncClient client;

    private StreamConsumerRegistrar registrar(Rules rules, Duration limit) {
        kinesis = EmbeddedKinesis.builder().rules(rules).stream("orders", 1).start();
        URI endpoint = kinesis.endpoint();
        client = KinesisAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
        return new StreamConsumerRegistrar(client, "reader", limit);
    }

    private String streamArn() {
        return kinesis.streamArn("orders");
    }

    @AfterEach
    void stop() {
        client.close();
        kinesis.close();
    }

    @Test
    @Tag("failure-mode-13")
    void waitsWithPausesUntilWhatItRegisteredIsActive() throws Exception {
        StreamConsumerRegistrar registrar = registrar(
                Rules.fast().toBuilder()
                        .consumerCreationTime(Duration.ofSeconds(3))
                        .build(),
                Duration.ofSeconds(30));

        String arn = registrar.obtain(streamArn());

        assertThat(kinesis.consumers("orders")).singleElement().satisfies(consumer -> {
            assertThat(consumer.arn()).isEqualTo(arn);
            assertThat(consumer.status()).isEqualTo("ACTIVE");
        });
        assertThat(kinesis.calls("RegisterStreamConsumer")).hasSize(1);
        // Before it registers, and after half a second, one and a half, and three and a half.
        assertThat(kinesis.calls("DescribeStreamConsumer"))
                .as("fewer where this machine was busy, and never more")
                .hasSizeBetween(2, 5);
    }

    @Test
    @Tag("failure-mode-13")
    void givesUpWithAReasonWhenItDoesNotBecomeActive() {
        StreamConsumerRegistrar registrar = registrar(
                Rules.fast().toBuilder()
                        .consumerCreationTime(Duration.ofMinutes(5))
                        .build(),
                Duration.ofSeconds(3));

        assertThatThrownBy(() -> registrar.obtain(streamArn()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'reader'")
                .hasMessageContaining("CREATING");
    }

    @Test
    @Tag("failure-mode-13")
    void waitsForOneThatIsBeingDeletedToBeGoneAndRegistersItAnew() throws Exception {
        StreamConsumerRegistrar registrar = registrar(
                Rules.fast().toBuilder()
                        .consumerDeletionTime(Duration.ofSeconds(2))
                        .build(),
                Duration.ofSeconds(30));
        String before = registrar.obtain(streamArn());
        client.deregisterStreamConsumer(request -> request.consumerARN(before)).join();
        assertThat(kinesis.consumers("orders"))
                .as("unless it is gone by now")
                .allSatisfy(consumer -> assertThat(consumer.status()).isEqualTo("DELETING"));

        String after = registrar.obtain(streamArn());

        assertThat(kinesis.consumers("orders")).singleElement().satisfies(consumer -> {
            assertThat(consumer.arn()).isEqualTo(after);
            assertThat(consumer.status()).isEqualTo("ACTIVE");
        });
        assertThat(kinesis.calls("RegisterStreamConsumer")).hasSize(2);
    }

    @Test
    @Tag("failure-mode-14")
    void deregistersOnlyWhatItRegisteredItself() throws Exception {
        StreamConsumerRegistrar first = registrar(Rules.fast(), Duration.ofSeconds(30));
        StreamConsumerRegistrar second = new StreamConsumerRegistrar(client, "reader", Duration.ofSeconds(30));
        first.obtain(streamArn());
        second.obtain(streamArn());

        second.deregister(Duration.ofSeconds(30));
        assertThat(kinesis.consumers("orders")).hasSize(1);

        first.deregister(Duration.ofSeconds(30));
        await().until(() -> kinesis.consumers("orders").isEmpty());
    }

    @Test
    @Tag("failure-mode-14")
    void deregistersWhatItRegisteredThoughTheAnswerWasLost() throws Exception {
        StreamConsumerRegistrar registrar = registrar(Rules.fast(), Duration.ofSeconds(30));
        kinesis.faults().loseAnswer("RegisterStreamConsumer").once();
        assertThatThrownBy(() -> registrar.obtain(streamArn())).isInstanceOf(SdkClientException.class);
        assertThat(kinesis.consumers("orders")).hasSize(1);

        registrar.obtain(streamArn());
        registrar.deregister(Duration.ofSeconds(30));

        assertThat(kinesis.consumers("orders")).isEmpty();
    }

    @Test
    @Tag("failure-mode-14")
    void leavesAloneWhatSomebodyElseRegisteredWhileItsOwnCallWasRefused() throws Exception {
        StreamConsumerRegistrar registrar = registrar(Rules.fast(), Duration.ofSeconds(30));
        kinesis.faults()
                .refuse("RegisterStreamConsumer")
                .withError("LimitExceededException", 400)
                .once();
        assertThatThrownBy(() -> registrar.obtain(streamArn())).isInstanceOf(StreamConsumerLimitException.class);
        client.registerStreamConsumer(request -> request.streamARN(streamArn()).consumerName("reader"))
                .join();

        registrar.obtain(streamArn());
        registrar.deregister(Duration.ofSeconds(30));

        assertThat(kinesis.consumers("orders")).hasSize(1);
    }

    @Test
    @Tag("failure-mode-14")
    void saysWhatToDoWhenTheStreamHasAsManyStreamConsumersAsItMay() {
        StreamConsumerRegistrar registrar =
                registrar(Rules.fast().toBuilder().consumersPerStream(1).build(), Duration.ofSeconds(30));
        client.registerStreamConsumer(request -> request.streamARN(streamArn()).consumerName("other"))
                .join();

        Throwable failure = catchThrowable(() -> registrar.obtain(streamArn()));

        assertThat(failure).hasMessageContaining("reader").hasMessageContaining(streamArn());
        assertThat(ReadingTrouble.ofStep("be read", failure, Instant.now()).reason())
                .startsWith("could not be read: ")
                .contains("Deregister one", "consumerName", "consumerArn");
    }

    @Test
    void findsAStreamConsumerOfAnotherAccountsStreamWhereItMayNotBeAskedForByItsName() throws Exception {
        StreamConsumerRegistrar first = registrar(Rules.fast(), Duration.ofSeconds(30));
        String arn = first.obtain(streamArn());
        kinesis.faults()
                .refuse("DescribeStreamConsumer")
                .withError("AccessDeniedException", 400)
                .always();

        assertThat(new StreamConsumerRegistrar(client, "reader", Duration.ofSeconds(30)).obtain(streamArn()))
                .isEqualTo(arn);
        kinesis.faults()
                .refuse("ListStreamConsumers")
                .withError("AccessDeniedException", 400)
                .always();
        assertThatThrownBy(() -> first.obtain(streamArn()))
                .as("the right that is needed where the stream is one's own")
                .hasMessageContaining("kinesis:DescribeStreamConsumer");
    }
}
