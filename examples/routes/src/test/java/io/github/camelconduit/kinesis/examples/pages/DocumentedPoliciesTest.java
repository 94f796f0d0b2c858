package io.github.camelconduit.kinesis.examples.pages;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelconduit.kinesis.dynamodb.DynamoDbPositionStore;
import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.log.Call;
import io.github.camelconduit.kinesis.fanout.SubscriptionFailure;
import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.ReaderKey;
import io.github.camelconduit.kinesis.position.StreamPositions;

import static java.time.Instant.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * With the policies of the page on permissions routes work, and they hold nothing that is not needed: all other calls
 * are refused here, and each action that is allowed is one of a call that was made.
 */
@Timeout(60)
class DocumentedPoliciesTest {

    private static final String PAGE = "src/main/docs/permissions.adoc";
    private static final Map<String, Set<String>> POLICIES = BlockReader.blocks(PAGE, Project.read(PAGE)).stream()
            .filter(block -> block.language().equals("json"))
            .collect(Collectors.toMap(Block::title, DocumentedPoliciesTest::actions));
    private static final String STREAM = "arn:aws:kinesis:eu-central-1:000000000000:stream/orders";

    private LocalServices services;
    private EmbeddedKinesis kinesis;

    @BeforeEach
    void startServices() {
        services = new LocalServices();
        kinesis = services.kinesis();
    }

    @AfterEach
    void stopServices() {
        services.close();
    }

    @Test
    void readersNeedWhatTheirPoliciesAllow() {
        reads("Consumer by name", "orders?");
        reads("Consumer by ARN", STREAM + "?");
        reads("Consumer that removes its stream consumer", "orders?consumerName=once&deregisterConsumer=onStop");
        String consumer = kinesis.consumers("orders").get(0).arn();
        reads("Consumer with consumerArn", STREAM + "?consumerArn=" + consumer);
        reads("The reader's own policy", STREAM + "?consumerArn=" + consumer);

        assertThat(union("The owner's policy on the stream", "The owner's policy on the stream consumer"))
                .isEqualTo(POLICIES.get("The reader's own policy"));
    }

    @Test
    void writersNeedWhatTheirPoliciesAllow() {
        calls("Producer", template -> template.sendBody("conduit-kinesis:orders", "a"));
        calls("Producer that asks for the largest record", template -> {
            String uri = "conduit-kinesis:orders?maxRecordSize=stream";
            template.sendBody(uri, "a");
            try {
                template.sendBody(uri, "a".repeat(1_100_000));
            } catch (CamelExecutionException e) {
                assertThat(e.getCause()).hasMessageContaining("1048576");
            }
        });
        calls(
                "Producer with autoCreateStream",
                template -> template.sendBody(
                        "conduit-kinesis:payments?autoCreateStream=true&autoCreateStreamShards=1", "a"));
    }

    @Test
    void theTableOfPositionsIsUsedWithWhatItsPoliciesAllow() {
        usesTheTable("Positions in DynamoDB", false);
        services.dropTable();
        usesTheTable("Positions in DynamoDB, with createTable", true);
    }

    @Test
    void keysAreUsedWithTheActionThatTheConsumerNames() {
        assertThat(POLICIES.get("Reading an encrypted stream")).singleElement().satisfies(action -> assertThat(
                        SubscriptionFailure.ENCRYPTION_KEY.meaning())
                .contains(action));
        assertThat(POLICIES.get("Writing to an encrypted stream"))
                .as("AWS's developer guide, permissions for KMS keys")
                .containsExactly("kms:GenerateDataKey");
    }

    @Test
    void everyActionIsInTheTable() {
        String table = Project.read(PAGE).substring(0, Project.read(PAGE).indexOf("== Reading"));

        assertThat(POLICIES).hasSize(14);
        assertThat(union(POLICIES.keySet().toArray(String[]::new)))
                .allSatisfy(action -> assertThat(table).contains("`" + action + "`"));
    }

    private static Set<String> union(String... titles) {
        return Stream.of(titles).flatMap(title -> POLICIES.get(title).stream()).collect(Collectors.toSet());
    }

    private static Set<String> actions(Block policy) {
        JsonObject root = Jsoner.deserialize(policy.text(), new JsonObject());
        Set<String> actions = new TreeSet<>();
        for (Object each : (JsonArray) root.get("Statement")) {
            JsonObject statement = (JsonObject) each;
            assertThat(statement.getString("Effect")).isEqualTo("Allow");
            assertThat(statement.get("Resource")).as("resource").isNotNull();
            ((JsonArray) statement.get("Action")).forEach(action -> actions.add((String) action));
        }
        return actions;
    }

    private void reads(String policy, String uri) {
        AtomicInteger received = new AtomicInteger();
        kinesis.put("orders", "key", new byte[1]);
        calls(policy, template -> {
            try {
                template.getCamelContext().addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("conduit-kinesis:" + uri).routeId("reader").process(e -> received.incrementAndGet());
                    }
                });
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            await().until(() -> received.get() > 0);
        });
    }

    /** Runs it with every call refused that the policy does not allow. */
    private void calls(String policy, Consumer<ProducerTemplate> application) {
        Set<String> allowed = POLICIES.get(policy);
        Set<String> refused = union(POLICIES.keySet().toArray(String[]::new));
        refused.removeAll(allowed);
        refused.stream().filter(action -> action.startsWith("kinesis:")).forEach(action -> kinesis.faults()
                .refuse(action.substring("kinesis:".length()))
                .withError("AccessDeniedException", 400)
                .always());
        kinesis.clearCalls();
        try (PageContext run = PageContext.against(kinesis.endpoint(), kinesis.region())) {
            application.accept(run.context().createProducerTemplate());
        }
        kinesis.faults().clear();

        assertThat(kinesis.calls().stream().filter(Call::succeeded).map(call -> "kinesis:" + call.operation()))
                .as("calls of: %s", policy)
                .containsOnly(allowed.toArray(String[]::new));
    }

    private void usesTheTable(String policy, boolean create) {
        ReaderKey reader = new ReaderKey("shop", "archive", "orders");
        services.dynamoDbCalls().clear();
        DynamoDbPositionStore store = new DynamoDbPositionStore();
        store.setTableName("shop-positions");
        store.setRegion("eu-central-1");
        store.setCreateTable(create);
        store.start();
        store.load(reader);
        store.begin(reader, new StreamPositions(EPOCH, EPOCH, Map.of("shard", Position.TRIM_HORIZON)));
        store.save(reader, Map.of("shard", Position.after("7")));
        store.forget(reader, Set.of("shard"));
        store.stop();

        assertThat(services.dynamoDbCalls().stream().map(call -> "dynamodb:" + call))
                .as("calls of: %s", policy)
                .containsOnly(POLICIES.get(policy).toArray(String[]::new));
    }
}
