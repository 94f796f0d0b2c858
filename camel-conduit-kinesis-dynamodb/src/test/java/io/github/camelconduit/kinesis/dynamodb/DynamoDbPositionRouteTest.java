package io.github.camelconduit.kinesis.dynamodb;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import org.apache.camel.Processor;
import org.apache.camel.ServiceStatus;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class DynamoDbPositionRouteTest {

    private static final String ROUTES = """
            - beans:
                - name: positions
                  type: io.github.camelconduit.kinesis.dynamodb.DynamoDbPositionStore
                  properties:
                    tableName: shop-positions
                    region: eu-west-1
                    url: "%s"
                    createTable: true
            - route:
                id: reader
                from:
                  uri: conduit-kinesis:orders
                  parameters:
                    region: us-east-1
                    url: "%s"
                    accessKeyId: test
                    secretAccessKey: test
                    applicationName: shop
                    positionStore: "#positions"
                    commitInterval: 50
                  steps:
                    - convertBodyTo:
                        type: java.lang.String
                    - process:
                        ref: "#received"
            """;

    private final Queue<String> received = new ConcurrentLinkedQueue<>();

    @Test
    void goesOnInANewProcessWhereTheLastOneStopped() throws Exception {
        try (LocalDynamoDb dynamo = LocalDynamoDb.start();
                EmbeddedKinesis kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).stream("orders", 4)
                        .start()) {
            for (int run = 0; run < 3; run++) {
                int from = 100 * run;
                IntStream.range(from, from + 100)
                        .forEach(i -> kinesis.put("orders", "key-" + i, ("" + i).getBytes(StandardCharsets.UTF_8)));

                run(dynamo, kinesis, from + 100);

                assertThat(received).hasSize(from + 100).doesNotHaveDuplicates();
            }
        }
    }

    private void run(LocalDynamoDb dynamo, EmbeddedKinesis kinesis, int until) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("received", (Processor)
                    exchange -> received.add(exchange.getMessage().getBody(String.class)));
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.fromString(
                            "routes.yaml", ROUTES.formatted(dynamo.url(), kinesis.endpoint())));
            camel.start();
            await().atMost(Duration.ofSeconds(120)).until(() -> received.size() >= until);
            DynamoDbPositionStore store =
                    camel.getRegistry().lookupByNameAndType("positions", DynamoDbPositionStore.class);
            assertThat(store.getStatus()).isEqualTo(ServiceStatus.Started);
            camel.stop();
            assertThat(store.getStatus()).isEqualTo(ServiceStatus.Stopped);
        }
    }
}
