package io.github.camelconduit.kinesis.client;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Notes in the {@link Transmission} of a call when a connection takes the body of its request: the HTTP client subscribes
 * to that when it has got a connection that is open, and has written the head of the request to it. With TLS it may still
 * wait for the handshake then.
 */
final class NotingHttpClient implements SdkAsyncHttpClient {

    private final SdkAsyncHttpClient client;

    private NotingHttpClient(SdkAsyncHttpClient client) {
        this.client = client;
    }

    /** Builds one around the client that another builder makes. */
    record Builder(SdkAsyncHttpClient.Builder<?> client) implements SdkAsyncHttpClient.Builder<Builder> {

        @Override
        public SdkAsyncHttpClient buildWithDefaults(AttributeMap serviceDefaults) {
            return new NotingHttpClient(client.buildWithDefaults(serviceDefaults));
        }
    }

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        Transmission transmission = Transmission.of(request.httpExecutionAttributes());
        return client.execute(transmission == null ? request : noted(request, transmission));
    }

    private static AsyncExecuteRequest noted(AsyncExecuteRequest request, Transmission transmission) {
        AsyncExecuteRequest.Builder noted = AsyncExecuteRequest.builder()
                .request(request.request())
                .requestContentPublisher(new NotedBody(request.requestContentPublisher(), transmission))
                .responseHandler(request.responseHandler())
                .fullDuplex(request.fullDuplex())
                .httpExecutionAttributes(request.httpExecutionAttributes());
        request.metricCollector().ifPresent(noted::metricCollector);
        return noted.build();
    }

    private static final Subscription NOTHING = new Subscription() {
        @Override
        public void request(long items) {}

        @Override
        public void cancel() {}
    };

    private record NotedBody(SdkHttpContentPublisher body, Transmission transmission)
            implements SdkHttpContentPublisher {

        @Override
        public Optional<Long> contentLength() {
            return body.contentLength();
        }

        @Override
        public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
            if (transmission.begin()) {
                body.subscribe(subscriber);
            } else {
                subscriber.onSubscribe(NOTHING);
                subscriber.onError(new CancellationException("The call was given up before it was sent"));
            }
        }
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        client.close();
    }
}
