package io.github.camelconduit.kinesis.dynamodb;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/** AWS's DynamoDB for tests, in memory. */
final class LocalDynamoDb implements AutoCloseable {

    private final DynamoDBProxyServer server;
    private final String url;
    private final AtomicInteger tables = new AtomicInteger();

    private LocalDynamoDb(DynamoDBProxyServer server, String url) {
        this.server = server;
        this.url = url;
    }

    static LocalDynamoDb start() throws Exception {
        int port = freePort();
        DynamoDBProxyServer server = ServerRunner.createServerFromCommandLineArgs(
                new String[] {"-inMemory", "-disableTelemetry", "-port", Integer.toString(port)});
        server.start();
        return new LocalDynamoDb(server, "http://localhost:" + port);
    }

    /** Of those that no connection gets that is opened before the server listens. */
    private static int freePort() {
        for (int port : new Random().ints(100, 20_000, 32_000).toArray()) {
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Somebody listens there.
            }
        }
        throw new IllegalStateException("no free port");
    }

    String url() {
        return url;
    }

    String newTableName() {
        return "positions-" + tables.incrementAndGet();
    }

    /** A store, not started, over a table that is made when it is missing. */
    DynamoDbPositionStore store(String tableName) {
        DynamoDbPositionStore store = new DynamoDbPositionStore();
        store.setTableName(tableName);
        store.setRegion("eu-west-1");
        store.setUrl(url);
        store.setCreateTable(true);
        return store;
    }

    DynamoDbAsyncClient client() {
        return DynamoDbAsyncClient.builder()
                .endpointOverride(URI.create(url))
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
