package io.github.camelconduit.kinesis.embedded;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What comes over the wire that the SDK would not send, and what answers carry. */
class RawWireTest {

    @RegisterExtension
    static final EmbeddedKinesisExtension KINESIS =
            EmbeddedKinesisExtension.with(EmbeddedKinesis.builder().stream("orders", 1)
                    .rules(Rules.fast().toBuilder()
                            .maxRequestBytes(1000)
                            .maxRecordBytes(1000)
                            .build()));

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ListShards    | {                                            | SerializationException",
                "ListShards    | []                                           | SerializationException",
                "ListShards    | {\"StreamName\":7}                           | SerializationException",
                "ListShards    | {\"StreamName\":\"orders\",\"MaxResults\":1.5} | SerializationException",
                "ListShards    | {\"StreamName\":\"orders\",\"MaxResults\":0} | ValidationException",
                "ListShards    | {}                                           | InvalidArgumentException",
                "ListShards    | {\"StreamName\":\"orders\",\"StreamCreationTimestamp\":5} | ResourceNotFoundException",
                "AddTagsToStream | {\"StreamName\":\"orders\"}            | ValidationException",
                "AddTagsToStream | {\"StreamName\":\"orders\",\"Tags\":{}} | ValidationException",
                "RemoveTagsFromStream | {\"StreamName\":\"orders\",\"TagKeys\":[]} | ValidationException",
                "ListStreamConsumers | {\"StreamARN\":\"arn:aws:kinesis:us-east-1:000000000000:stream/orders\",\"NextToken\":\"x\",\"StreamCreationTimestamp\":5} | InvalidArgumentException",
                "ListShards    | {\"StreamARN\":\"orders\"}                   | ValidationException",
                "ListShards    | {\"StreamName\":\"none\"}                    | ResourceNotFoundException",
                "PutRecord     | {\"StreamName\":\"orders\",\"PartitionKey\":\"k\"} | ValidationException",
                "PutRecord     | {\"StreamName\":\"orders\",\"PartitionKey\":\"k\",\"Data\":\"%\"} | SerializationException",
                "PutRecord     | {\"StreamName\":\"orders\",\"PartitionKey\":\"\",\"Data\":\"\"} | ValidationException",
                "PutRecords    | {\"StreamName\":\"orders\",\"Records\":[]}   | ValidationException",
                "PutRecords    | {\"StreamName\":\"orders\",\"Records\":[1]}  | SerializationException",
                "GetShardIterator | {\"StreamName\":\"orders\",\"ShardId\":\"shardId-000000000000\",\"ShardIteratorType\":\"SOON\"} | ValidationException",
                "GetShardIterator | {\"StreamName\":\"orders\",\"ShardId\":\"shardId-000000000000\",\"ShardIteratorType\":\"AT_TIMESTAMP\",\"Timestamp\":1e999999999} | SerializationException",
                "SubscribeToShard | {}                                        | ValidationException",
                "Nothing       | {}                                           | UnknownOperationException"
            })
    void aBadRequestGetsOneErrorOfTheRightType(String operation, String body, String type) throws Exception {
        HttpResponse<String> response = send(operation, body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"__type\":\"" + type + "\"");
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue(type);
    }

    @Test
    void aBodyBeyondAnyAllowedRequestIsNotReadIn() throws Exception {
        HttpResponse<String> response = send("PutRecord", "x".repeat(3 << 20));
        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void answersCarryARequestIdAndTheServersDate() throws Exception {
        HttpResponse<String> response = send("ListStreams", "{}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-amzn-RequestId").orElseThrow())
                .hasSize(36);
        ZonedDateTime date = ZonedDateTime.parse(
                response.headers().firstValue("Date").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME);
        assertThat(date).isBetween(ZonedDateTime.now().minusMinutes(1), ZonedDateTime.now());
    }

    @Test
    void whatIsNoCallIsNotFound() throws Exception {
        HttpRequest get =
                HttpRequest.newBuilder(KINESIS.server().endpoint()).GET().build();
        assertThat(client.send(get, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> send(String operation, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(KINESIS.server().endpoint())
                .header("X-Amz-Target", "Kinesis_20131202." + operation)
                .header("Content-Type", "application/x-amz-json-1.1")
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
