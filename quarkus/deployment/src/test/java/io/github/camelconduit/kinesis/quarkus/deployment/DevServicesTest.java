package io.github.camelconduit.kinesis.quarkus.deployment;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import io.github.camelconduit.kinesis.ConduitKinesisComponent;
import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An application that says nothing of a server, but for the streams it wants. */
class DevServicesTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(OrdersRoute.class))
            .overrideConfigKey("quarkus.conduit-kinesis.devservices.streams.orders", "3");

    @Inject
    CamelContext camel;

    @Inject
    ProducerTemplate template;

    @Inject
    OrdersRoute route;

    @Test
    void whatIsWrittenIsReadAgain() {
        template.sendBody("direct:orders", "seven!!");

        await().atMost(LIMIT).untilAsserted(() -> assertThat(route.received()).containsExactly("customer-7=seven!!"));
    }

    @Test
    void theComponentGetsTheServerARegionAndKeys() {
        ConduitKinesisConfiguration configuration = configuration();

        assertThat(URI.create(configuration.getUrl())).hasHost("127.0.0.1");
        assertThat(configuration.getRegion()).isEqualTo("us-east-1");
        assertThat(configuration.getAccessKeyId()).isEqualTo("test");
        assertThat(configuration.getSecretAccessKey()).isEqualTo("test");
    }

    @Test
    void theStreamsAreThereWithTheirShards() {
        try (KinesisAsyncClient client = KinesisAsyncClient.builder()
                .endpointOverride(URI.create(configuration().getUrl()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build()) {
            assertThat(client.listStreams().join().streamNames()).isEqualTo(List.of("orders"));
            assertThat(client.listShards(shards -> shards.streamName("orders"))
                            .join()
                            .shards())
                    .hasSize(3);
        }
    }

    private ConduitKinesisConfiguration configuration() {
        return camel.getComponent("conduit-kinesis", ConduitKinesisComponent.class)
                .getConfiguration();
    }
}
