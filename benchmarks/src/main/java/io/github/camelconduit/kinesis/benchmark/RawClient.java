package io.github.camelconduit.kinesis.benchmark;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;

/**
 * A client that only counts bytes: it takes next to nothing, so what is measured is the server. All records of a stream
 * have the same size, so their number follows from the bytes; how many bytes a record takes is seen in the first event.
 */
final class RawClient implements Source, AutoCloseable {

    private static final int WINDOW = 4 * 1024 * 1024;
    private static final byte[] RECORD_MARK = "\"SequenceNumber\"".getBytes(StandardCharsets.US_ASCII);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http;

    RawClient(URI endpoint, int connections) {
        http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setDefaultHost(endpoint.getHost())
                        .setDefaultPort(endpoint.getPort())
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setInitialSettings(new Http2Settings().setInitialWindowSize(WINDOW))
                        .setHttp2ConnectionWindowSize(2 * WINDOW),
                new PoolOptions().setHttp2MaxSize(connections).setMaxWaitQueueSize(-1));
    }

    @Override
    public Reading read(String consumerArn, String shardId) {
        return read(consumerArn, shardId, "TRIM_HORIZON");
    }

    /**
     * Subscribes. Stopping closes the connection, and with it the other readings on it.
     *
     * @param type of the starting position, AWS's name
     */
    Reading read(String consumerArn, String shardId, String type) {
        Count count = new Count();
        Buffer body = Buffer.buffer("{\"ConsumerARN\":\"%s\",\"ShardId\":\"%s\",\"StartingPosition\":{\"Type\":\"%s\"}}"
                .formatted(consumerArn, shardId, type));
        HttpClientRequest request = http.request(HttpMethod.POST, "/")
                .map(r -> r.putHeader("X-Amz-Target", "Kinesis_20131202.SubscribeToShard")
                        .putHeader("Content-Type", "application/x-amz-json-1.1"))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        request.response().onSuccess(response -> {
            if (response.statusCode() == 200) {
                response.handler(count::take);
            } else {
                response.body().onSuccess(b -> count.refused = b.toString());
            }
        });
        request.end(body);
        return new Reading(count::records, () -> request.connection().close());
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /** What one subscription has received. Written on its event loop. */
    private static final class Count {

        private static final int SAMPLE = 256 * 1024;

        private final AtomicLong bytes = new AtomicLong();
        private Buffer sample = Buffer.buffer();
        private volatile double bytesPerRecord;
        private volatile String refused;

        void take(Buffer chunk) {
            bytes.lazySet(bytes.get() + chunk.length());
            if (sample != null) {
                sample.appendBuffer(chunk);
                if (sample.length() >= SAMPLE) {
                    bytesPerRecord = bytesPerRecord(sample.getBytes());
                    sample = null;
                }
            }
        }

        long records() {
            if (refused != null) {
                throw new IllegalStateException("The subscription was refused: " + refused);
            }
            return bytesPerRecord == 0 ? 0 : Math.round(bytes.get() / bytesPerRecord);
        }

        private static double bytesPerRecord(byte[] seen) {
            int first = -1;
            int last = -1;
            int count = -1;
            for (int i = 0; i + RECORD_MARK.length <= seen.length; i++) {
                if (seen[i] == '"' && startsWith(seen, i)) {
                    first = first < 0 ? i : first;
                    last = i;
                    count++;
                }
            }
            return (double) (last - first) / count;
        }

        private static boolean startsWith(byte[] seen, int at) {
            for (int i = 0; i < RECORD_MARK.length; i++) {
                if (seen[at + i] != RECORD_MARK[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
