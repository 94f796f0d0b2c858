package io.github.camelconduit.kinesis.examples.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;

/**
 * What the AWS SDK finds in place of AWS while this is open: the embedded server, an empty DynamoDB that agrees to
 * everything, and credentials in its default chain.
 */
public final class LocalServices implements AutoCloseable {

    private static final Map<String, String> ANSWERS = Map.of(
            "Query", "{\"Items\": [], \"Count\": 0, \"ScannedCount\": 0}",
            "DescribeTable", "{\"Table\": {\"TableStatus\": \"ACTIVE\"}}");
    private static final String MISSING_TABLE =
            "{\"__type\": \"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\", \"message\": \"no table\"}";

    private final EmbeddedKinesis kinesis;
    private final HttpServer dynamoDb;
    private final List<String> dynamoDbCalls = new CopyOnWriteArrayList<>();
    private final Map<String, String> properties;
    private volatile boolean hasTable = true;

    public LocalServices() {
        kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).region("eu-central-1").stream("orders", 4).stream(
                        "archive", 1)
                .start();
        try {
            dynamoDb = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        dynamoDb.createContext("/", this::answer);
        dynamoDb.start();
        properties = Map.of(
                "aws.accessKeyId",
                "test",
                "aws.secretAccessKey",
                "test",
                "aws.endpointUrlKinesis",
                kinesis.endpoint().toString(),
                "aws.endpointUrlDynamoDb",
                "http://127.0.0.1:" + dynamoDb.getAddress().getPort());
        properties.forEach(System::setProperty);
    }

    public EmbeddedKinesis kinesis() {
        return kinesis;
    }

    /** What DynamoDB was called for, in AWS's names of operations. */
    public List<String> dynamoDbCalls() {
        return dynamoDbCalls;
    }

    /** There is no table until one is made. */
    void dropTable() {
        hasTable = false;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String operation = target.substring(target.indexOf('.') + 1);
        dynamoDbCalls.add(operation);
        exchange.getRequestBody().readAllBytes();
        boolean missing = !hasTable && operation.equals("Query");
        hasTable |= operation.equals("CreateTable");
        byte[] body =
                (missing ? MISSING_TABLE : ANSWERS.getOrDefault(operation, "{}")).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(missing ? 400 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        properties.keySet().forEach(System::clearProperty);
        dynamoDb.stop(0);
        kinesis.close();
    }
}
