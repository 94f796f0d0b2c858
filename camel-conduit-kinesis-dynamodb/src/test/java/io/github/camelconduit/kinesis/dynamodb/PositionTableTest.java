package io.github.camelconduit.kinesis.dynamodb;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What AWS says of a signature repeats the signed call: whoever stores positions, and the log, see none of that. */
class PositionTableTest {

    private final PositionTable table = new PositionTable(new Refusing(), "positions");

    /** Refuses every call for its signature. */
    private static final class Refusing implements DynamoDbAsyncClient {

        @Override
        public CompletableFuture<QueryResponse> query(QueryRequest request) {
            return CompletableFuture.failedFuture(badSignature());
        }

        @Override
        public CompletableFuture<UpdateItemResponse> updateItem(UpdateItemRequest request) {
            return CompletableFuture.failedFuture(badSignature());
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }

    private static Throwable badSignature() {
        return DynamoDbException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("InvalidSignatureException")
                        .errorMessage("The Canonical String should have been 'x-amz-security-token:SECRET'")
                        .build())
                .requestId("r-1")
                .build();
    }

    private static void assertToldWithoutTheText(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        assertThat(text.toString())
                .contains("tableName=positions")
                .contains("r-1")
                .doesNotContain("SECRET");
    }

    @Test
    void aTableThatIsNotReadIsToldWithoutPartsOfTheCall() {
        Throwable failure = catchThrowable(table::probe);

        assertToldWithoutTheText(failure);
    }

    @Test
    void anItemThatIsNotWrittenIsToldWithoutThemToo() {
        PositionTable.Update update = new PositionTable.Update("SET #a = :a", "#a < :a", Map.of(), Map.of());

        Throwable failure =
                catchThrowable(() -> table.update("reader", "shard-1", update).join());

        assertToldWithoutTheText(failure);
    }
}
