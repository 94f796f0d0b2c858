package io.github.camelconduit.kinesis.dynamodb;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionStore;
import io.github.camelconduit.kinesis.position.PositionStoreContract;
import io.github.camelconduit.kinesis.position.StreamPositions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DynamoDbPositionStoreTest extends PositionStoreContract {

    private static LocalDynamoDb dynamo;
    private static DynamoDbAsyncClient client;

    private String tableName;

    @BeforeAll
    static void startServer() throws Exception {
        dynamo = LocalDynamoDb.start();
        client = dynamo.client();
    }

    @AfterAll
    static void stopServer() {
        client.close();
        dynamo.close();
    }

    private String tableName() {
        if (tableName == null) {
            tableName = dynamo.newTableName();
        }
        return tableName;
    }

    @Override
    protected DynamoDbPositionStore open() {
        DynamoDbPositionStore store = dynamo.store(tableName());
        store.setClient(client);
        store.start();
        return store;
    }

    @Override
    protected PositionStore reopen(PositionStore store) {
        close(store);
        return open();
    }

    @Override
    protected void close(PositionStore closing) {
        ((DynamoDbPositionStore) closing).stop();
    }

    @Test
    void makesTheTablePaidByRequest() {
        open();

        assertThat(client.describeTable(table -> table.tableName(tableName))
                        .join()
                        .table()
                        .billingModeSummary()
                        .billingMode())
                .isEqualTo(BillingMode.PAY_PER_REQUEST);
    }

    @Test
    void doesNotLetALateWriterMoveAPositionBack() {
        DynamoDbPositionStore late = open();
        late.begin(KEY, FIRST);
        DynamoDbPositionStore current = open();
        current.save(KEY, Map.of("a", Position.after("10"), "b", Position.ENDED));

        late.save(KEY, Map.of("a", Position.after("9"), "b", Position.after("1"), "c", Position.after("1")));

        assertThat(late.load(KEY).orElseThrow().shards())
                .isEqualTo(Map.of("a", Position.after("10"), "b", Position.ENDED, "c", Position.after("1")));
    }

    @Test
    void aLateWriterDoesNotUndoAReset() {
        DynamoDbPositionStore late = open();
        late.begin(KEY, FIRST);
        late.save(KEY, Map.of("a", Position.after("10"), "b", Position.after("10")));
        DynamoDbPositionStore current = open();

        current.reset(KEY, Map.of("a", Position.TRIM_HORIZON));

        assertThatIllegalStateException()
                .isThrownBy(() -> late.save(KEY, Map.of("a", Position.after("11"))))
                .withMessageContaining("another process has reset shard a");
        late.save(KEY, Map.of("b", Position.after("11")));
        current.save(KEY, Map.of("a", Position.after("3")));
        assertThat(current.load(KEY).orElseThrow().shards())
                .isEqualTo(Map.of("a", Position.after("3"), "b", Position.after("11")));
    }

    @Test
    void aShardThatAnotherProcessHasResetKeepsNoOtherFromBeingSaved() {
        Map<String, Position> many = new HashMap<>();
        Map<String, Position> further = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            many.put("s" + i, Position.after("10"));
            further.put("s" + i, Position.after("11"));
        }
        DynamoDbPositionStore late = open();
        late.begin(KEY, FIRST);
        late.save(KEY, many);
        DynamoDbPositionStore current = open();
        String first = further.keySet().iterator().next();
        current.reset(KEY, Map.of(first, Position.TRIM_HORIZON));

        assertThatIllegalStateException()
                .isThrownBy(() -> late.save(KEY, further))
                .withMessageContaining("another process has reset shard " + first);

        further.put(first, Position.TRIM_HORIZON);
        assertThat(late.load(KEY).orElseThrow().shards()).containsAllEntriesOf(further);
    }

    @Test
    void forgetsNoShardThatHasNotEnded() {
        DynamoDbPositionStore store = open();
        store.begin(KEY, FIRST);
        store.save(KEY, Map.of("a", Position.after("10"), "b", Position.ENDED));

        store.forget(KEY, Set.of("a", "b"));

        assertThat(store.load(KEY).orElseThrow().shards()).isEqualTo(Map.of("a", Position.after("10")));
    }

    @Test
    void refusesALateWriterOnceAnotherBeganAnew() {
        DynamoDbPositionStore late = open();
        late.begin(KEY, FIRST);
        late.save(KEY, Map.of("a", Position.after("10")));
        DynamoDbPositionStore current = open();
        StreamPositions anew = new StreamPositions(Instant.MAX, null, Map.of("a", Position.after("1")));
        current.begin(KEY, anew);

        assertThatIllegalStateException()
                .isThrownBy(() -> late.save(KEY, Map.of("a", Position.after("11"))))
                .withMessageContaining("tableName=" + tableName)
                .withMessageContaining("another process began anew");

        assertThat(current.load(KEY)).contains(anew);
        // Who has loaded what is new may go on.
        late.load(KEY);
        late.save(KEY, Map.of("a", Position.after("11")));
        assertThat(current.load(KEY).orElseThrow().shards()).containsEntry("a", Position.after("11"));
    }

    @Test
    void takesABeginningThatWasCutOffForNone() {
        DynamoDbPositionStore store = open();
        store.begin(KEY, FIRST.advance(Map.of("a", Position.after("10"), "b", Position.after("10"))));
        client.updateItem(item -> item.tableName(tableName)
                        .key(Map.of(
                                "reader", AttributeValue.fromS(KEY.asText()),
                                "shard", AttributeValue.fromS("#")))
                        .updateExpression("SET begun = :no")
                        .expressionAttributeValues(Map.of(":no", AttributeValue.fromBool(false))))
                .join();

        DynamoDbPositionStore next = open();
        assertThat(next.load(KEY)).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> next.save(KEY, Map.of("a", Position.ENDED)));

        next.begin(KEY, FIRST.advance(Map.of("a", Position.after("1"))));
        assertThat(next.load(KEY).orElseThrow().shards()).isEqualTo(Map.of("a", Position.after("1")));
    }

    @Test
    void doesNotStartWithoutATable() {
        DynamoDbPositionStore store = dynamo.store("missing");
        store.setCreateTable(false);

        assertThatThrownBy(store::start)
                .hasStackTraceContaining("tableName=missing: there is no such table")
                .hasStackTraceContaining("createTable=true");
        store.stop();
    }

    @Test
    void doesNotStartWithATableOfOtherKeys() {
        String other = dynamo.newTableName();
        client.createTable(table -> table.tableName(other)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(AttributeDefinition.builder()
                                .attributeName("id")
                                .attributeType(ScalarAttributeType.S)
                                .build())
                        .keySchema(KeySchemaElement.builder()
                                .attributeName("id")
                                .keyType(KeyType.HASH)
                                .build()))
                .join();
        DynamoDbPositionStore store = dynamo.store(other);

        assertThatThrownBy(store::start)
                .hasStackTraceContaining("tableName=" + other)
                .hasStackTraceContaining("the partition key reader and the sort key shard");
        store.stop();
    }

    @Test
    void namesThePermissionThatIsMissing() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] answer = ("{\"__type\":\"com.amazon.coral.service#AccessDeniedException\","
                            + "\"Message\":\"User: somebody is not authorized\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(400, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        DynamoDbPositionStore store = dynamo.store("positions");
        store.setUrl("http://localhost:" + server.getAddress().getPort());
        try {
            assertThatThrownBy(store::start)
                    .hasStackTraceContaining("tableName=positions: no permission for dynamodb:Query: User: somebody");
        } finally {
            store.stop();
            server.stop(0);
        }
    }

    @Test
    void doesNotStartWithoutATableName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dynamo.store(" ").start())
                .withMessageContaining("tableName is not set");
    }

    @Test
    void saysThatItIsNotStarted() {
        assertThatIllegalStateException()
                .isThrownBy(() -> dynamo.store("positions").load(KEY))
                .withMessageContaining("not started");
    }
}
