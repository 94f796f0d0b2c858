package io.github.camelconduit.kinesis.quarkus.deployment;

import java.net.URI;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.quarkus.deployment.ConduitKinesisBuildTimeConfig.ServerRules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class DevServerTest {

    private static DevServerSettings settings(int port, boolean shared, Map<String, Integer> streams) {
        return new DevServerSettings("eu-central-1", port, shared, streams, ServerRules.FAST);
    }

    @Test
    void aServerThatIsOnThePortIsSharedAndGetsTheStreamsItLacks() {
        try (EmbeddedKinesis other =
                        EmbeddedKinesis.builder().stream("orders", 3).start();
                KinesisAsyncClient client = client(other.endpoint());
                DevServer server =
                        new DevServer(settings(other.endpoint().getPort(), true, Map.of("orders", 1, "archive", 2)))) {
            assertThat(statusOf("orders", client)).isEqualTo(StreamStatus.ACTIVE);

            server.start();

            assertThat(statusOf("archive", client))
                    .as("a route can read it at once, on a server that takes a second to create one")
                    .isEqualTo(StreamStatus.ACTIVE);
            assertThat(server.getConnectionInfo()).isEqualTo(other.endpoint().toString());
            assertThat(other.streams()).containsExactly("archive", "orders");
            assertThat(other.shards("orders")).as("as it was").hasSize(3);
            assertThat(other.shards("archive")).hasSize(2);
        }
    }

    private static KinesisAsyncClient client(URI endpoint) {
        return KinesisAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }

    private static StreamStatus statusOf(String name, KinesisAsyncClient client) {
        return client.describeStreamSummary(stream -> stream.streamName(name))
                .join()
                .streamDescriptionSummary()
                .streamStatus();
    }

    @Test
    void aSharedServerGoesOnWhenOneOfThoseWhoShareItStops() {
        try (EmbeddedKinesis other = EmbeddedKinesis.builder().start()) {
            DevServer server = new DevServer(settings(other.endpoint().getPort(), true, Map.of()));
            server.start();
            server.close();

            assertThat(SharedServer.at(other.endpoint().getPort()).isThere()).isTrue();
        }
    }

    @Test
    void withoutSharingAPortInUseIsAnErrorThatNamesIt() {
        try (EmbeddedKinesis other = EmbeddedKinesis.builder().start();
                DevServer server = new DevServer(settings(other.endpoint().getPort(), false, Map.of()))) {
            assertThatIllegalStateException()
                    .isThrownBy(server::start)
                    .withMessageContaining(String.valueOf(other.endpoint().getPort()));
        }
    }

    @Test
    void noServerIsThereOnceItIsClosed() {
        DevServer server = new DevServer(settings(0, false, Map.of()));
        server.start();
        int port = server.endpoint().getPort();
        server.close();

        assertThat(SharedServer.at(port).isThere()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void aPortThatThereIsNotIsRefusedWithTheName(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(port, false, Map.of()))
                .withMessage("quarkus.conduit-kinesis.devservices.port must be 0 to 65535, was " + port);
    }

    @Test
    void aStreamWithoutShardsIsRefusedWithItsName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(0, false, Map.of("orders", 0)))
                .withMessageContaining("quarkus.conduit-kinesis.devservices.streams.orders")
                .withMessageContaining("was 0");
    }

    @Test
    void settingsThatOneServerServesHaveOneIdentity() {
        assertThat(settings(0, false, Map.of("a", 1, "b", 2)).identity())
                .isEqualTo(settings(0, false, Map.of("b", 2, "a", 1)).identity())
                .isNotEqualTo(settings(0, false, Map.of("a", 1)).identity());
    }
}
