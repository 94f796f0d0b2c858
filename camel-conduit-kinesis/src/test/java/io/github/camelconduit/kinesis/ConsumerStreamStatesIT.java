package io.github.camelconduit.kinesis;

import java.time.Duration;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import io.github.camelconduit.kinesis.Received.Count;
import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Reading of a stream that is there and not ready, or of which not everything may be asked. */
class ConsumerStreamStatesIT extends EmbeddedStreamTest {

    /** Streams are neither made nor deleted while a test lasts. */
    @Override
    EmbeddedKinesis startServer() {
        return startServer(Duration.ofMinutes(10));
    }

    private static EmbeddedKinesis startServer(Duration changes) {
        return EmbeddedKinesis.builder()
                .rules(Rules.fast().toBuilder()
                        .streamCreationTime(changes)
                        .streamDeletionTime(changes)
                        .build())
                .stream("orders", 2)
                .start();
    }

    private KinesisAsyncClient client() {
        return KinesisAsyncClient.builder()
                .endpointOverride(kinesis.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                .build();
    }

    private void createLater() {
        try (KinesisAsyncClient client = client()) {
            client.createStream(r -> r.streamName("later").shardCount(2)).join();
        }
    }

    private void read(String stream, String options) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri(stream, options)).routeId("reader").process(received);
            }
        });
    }

    @Test
    void aStreamThatIsStillMadeFailsTheStartAndSaysSo() {
        createLater();

        assertThatThrownBy(() -> read("later", ""))
                .hasStackTraceContaining("Stream later is CREATING")
                .hasStackTraceContaining("onMissingStream=wait");
    }

    @Test
    void aStreamThatIsStillMadeIsWaitedForWhenToldTo() throws Exception {
        kinesis.close();
        kinesis = startServer(Duration.ofSeconds(5));
        createLater();

        read("later", "&onMissingStream=wait");
        await().atMost(LIMIT).until(() -> !kinesis.calls("SubscribeToShard").isEmpty());
        for (int i = 0; i < 50; i++) {
            kinesis.put("later", "key-" + i, new byte[] {1});
        }

        awaitReceived(50);
        assertThat(received.against(kinesis, "later")).isEqualTo(Count.exactly(50));
    }

    @Test
    void aStreamThatIsBeingDeletedFailsTheStartAndSaysSo() {
        try (KinesisAsyncClient client = client()) {
            client.deleteStream(r -> r.streamName("orders")).join();
        }

        assertThatThrownBy(() -> read("orders", "")).hasStackTraceContaining("Stream orders is DELETING");
    }

    @Test
    void aStreamGivenByItsArnIsReadWithoutTheRightToDescribeIt() throws Exception {
        kinesis.faults()
                .refuse("DescribeStreamSummary")
                .withError("AccessDeniedException")
                .always();
        put(40);

        read("arn:aws:kinesis:us-east-1:000000000000:stream/orders", "");

        awaitAll();
    }

    @Test
    void aStreamOfAStreamConsumerGivenByItsArnIsReadWithoutTheRightToDescribeIt() throws Exception {
        kinesis.faults()
                .refuse("DescribeStreamSummary")
                .withError("AccessDeniedException")
                .always();
        String consumerArn;
        try (KinesisAsyncClient client = client()) {
            consumerArn = client.registerStreamConsumer(
                            r -> r.streamARN(kinesis.streamArn("orders")).consumerName("ours"))
                    .join()
                    .consumer()
                    .consumerARN();
        }
        put(40);

        read("orders", "&consumerArn=" + consumerArn);

        awaitAll();
    }

    @Test
    void aStreamGivenByItsNameNamesTheRightThatIsMissing() {
        kinesis.faults()
                .refuse("DescribeStreamSummary")
                .withError("AccessDeniedException")
                .always();

        assertThatThrownBy(() -> read("orders", "")).hasStackTraceContaining("kinesis:DescribeStreamSummary");
    }
}
