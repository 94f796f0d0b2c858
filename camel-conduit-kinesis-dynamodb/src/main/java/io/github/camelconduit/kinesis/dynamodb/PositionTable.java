package io.github.camelconduit.kinesis.dynamodb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbAsyncWaiter;

import io.github.camelconduit.kinesis.client.CredentialErrors;

/** The calls to one table. Each waits for the answer and fails with an error that says what to do. Thread-safe. */
final class PositionTable {

    static final String READER = "reader";
    static final String SHARD = "shard";

    /** Two minutes altogether; AWS takes some seconds. */
    private static final int CREATION_CHECKS = 120;

    private static final Duration CREATION_CHECK = Duration.ofSeconds(1);

    private final DynamoDbAsyncClient client;
    private final String name;

    PositionTable(DynamoDbAsyncClient client, String name) {
        this.client = client;
        this.name = name;
    }

    /** Asks for nothing, with the call that is needed anyway, to learn whether the table is there and can be read. */
    void probe() {
        call("dynamodb:Query", () -> client.query(query("-").limit(1).build()));
    }

    /** As {@link #probe}, and makes the table when it is missing. Returns when it can be used. */
    void probeOrCreate() {
        try {
            probe();
        } catch (IllegalStateException e) {
            if (!(e.getCause() instanceof ResourceNotFoundException)) {
                throw e;
            }
            create();
        }
    }

    private void create() {
        try {
            call(
                    "dynamodb:CreateTable",
                    () -> client.createTable(table -> table.tableName(name)
                            .billingMode(BillingMode.PAY_PER_REQUEST)
                            .attributeDefinitions(text(READER), text(SHARD))
                            .keySchema(keyPart(READER, KeyType.HASH), keyPart(SHARD, KeyType.RANGE))));
        } catch (IllegalStateException e) {
            if (!(e.getCause() instanceof ResourceInUseException)) {
                throw e;
            }
            // Another process is making it.
        }
        try (DynamoDbAsyncWaiter waiter = client.waiter()) {
            call(
                    "dynamodb:DescribeTable",
                    () -> waiter.waitUntilTableExists(
                            table -> table.tableName(name), wait -> wait.maxAttempts(CREATION_CHECKS)
                                    .backoffStrategyV2(BackoffStrategy.fixedDelay(CREATION_CHECK))));
        }
    }

    /** The items of a reader as they are now, after every write that was answered. */
    List<Map<String, AttributeValue>> items(String reader) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        call(
                "dynamodb:Query",
                () -> client.queryPaginator(query(reader).build()).items().subscribe(items::add));
        return items;
    }

    /** One item as it is now; empty when there is none. */
    Map<String, AttributeValue> item(String reader, String shard) {
        return call(
                        "dynamodb:GetItem",
                        () -> client.getItem(get ->
                                get.tableName(name).key(key(reader, shard)).consistentRead(true)))
                .item();
    }

    /**
     * Changes an item, or makes it.
     *
     * @param update an update expression and the condition for it, in which attributes are written as {@code #name}
     * @return null when it is changed, else the item that does not fulfil the condition
     */
    CompletableFuture<Map<String, AttributeValue>> update(String reader, String shard, Update update) {
        return client.updateItem(item -> item.tableName(name)
                        .key(key(reader, shard))
                        .updateExpression(update.expression())
                        .conditionExpression(update.condition())
                        .expressionAttributeNames(update.names())
                        .expressionAttributeValues(update.values())
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .handle((done, failure) -> {
                    Throwable cause = cause(failure);
                    if (cause == null) {
                        return null;
                    }
                    if (cause instanceof ConditionalCheckFailedException refused) {
                        return refused.item();
                    }
                    throw explained("dynamodb:UpdateItem", cause);
                });
    }

    /** Removes an item that fulfils a condition; leaves it when it does not, or is not there. */
    CompletableFuture<Void> delete(
            String reader,
            String shard,
            String condition,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        return client.deleteItem(item -> item.tableName(name)
                        .key(key(reader, shard))
                        .conditionExpression(condition)
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(values))
                .handle((done, failure) -> {
                    Throwable cause = cause(failure);
                    if (cause == null || cause instanceof ConditionalCheckFailedException) {
                        return null;
                    }
                    throw explained("dynamodb:DeleteItem", cause);
                });
    }

    record Update(String expression, String condition, Map<String, String> names, Map<String, AttributeValue> values) {}

    private QueryRequest.Builder query(String reader) {
        return QueryRequest.builder()
                .tableName(name)
                .consistentRead(true)
                .keyConditionExpression("#reader = :reader")
                .expressionAttributeNames(Map.of("#reader", READER))
                .expressionAttributeValues(Map.of(":reader", AttributeValue.fromS(reader)));
    }

    private static Map<String, AttributeValue> key(String reader, String shard) {
        return Map.of(READER, AttributeValue.fromS(reader), SHARD, AttributeValue.fromS(shard));
    }

    private static AttributeDefinition text(String attribute) {
        return AttributeDefinition.builder()
                .attributeName(attribute)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement keyPart(String attribute, KeyType type) {
        return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
    }

    private <T> T call(String permission, Supplier<CompletableFuture<T>> call) {
        try {
            return call.get().join();
        } catch (RuntimeException e) {
            throw explained(permission, cause(e));
        }
    }

    private static Throwable cause(Throwable failure) {
        return CredentialErrors.withoutText(
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
    }

    private IllegalStateException explained(String permission, Throwable cause) {
        return new IllegalStateException("tableName=" + name + ": " + problem(permission, cause), cause);
    }

    private String problem(String permission, Throwable cause) {
        if (cause instanceof ResourceNotFoundException) {
            return "there is no such table. Create it with the partition key " + READER + " and the sort key " + SHARD
                    + ", both strings, or set createTable=true";
        }
        if (cause instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            String code = service.awsErrorDetails().errorCode();
            if ("AccessDeniedException".equals(code)) {
                return "no permission for " + permission + ": "
                        + service.awsErrorDetails().errorMessage();
            }
            if ("ValidationException".equals(code)) {
                return "DynamoDB does not take the call. The table has to have the partition key " + READER
                        + " and the sort key " + SHARD + ", both strings: "
                        + service.awsErrorDetails().errorMessage();
            }
        }
        return permission + " failed: " + cause;
    }
}
