package io.github.camelconduit.kinesis.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;

/**
 * The clients of an endpoint: one for subscriptions, which live for minutes and may be silent, one for writes, which the
 * SDK must not repeat, and one for all other calls. With a client given by reference all are that one, which
 * need not be fit for writes: who writes has to see to that.
 *
 * @param subscriptions for SubscribeToShard only: no time limit on the call, no retries
 * @param calls for everything else: limited in time, with the SDK's retries
 * @param writes for PutRecords: no retries and no deadlines; notes {@link Transmission}
 * @param owned closed with this; empty when the client was given by reference
 */
public record KinesisClients(
        KinesisAsyncClient subscriptions, KinesisAsyncClient calls, KinesisAsyncClient writes, SdkAutoCloseable owned)
        implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KinesisClients.class);

    /**
     * Makes the clients that a configuration describes. Nothing is called yet: connections and credentials are fetched
     * with the first call.
     *
     * @param configuration complete and free of contradictions
     * @param region the region of the stream; may be null only when the configuration holds a client
     * @param eventLoops the network threads to use; they outlive the clients
     */
    public static KinesisClients create(
            ConduitKinesisConfiguration configuration, String region, EventLoops eventLoops) {
        KinesisAsyncClient given = configuration.getAmazonKinesisAsyncClient();
        if (given != null) {
            warnOfWhatItIgnores(configuration);
            return new KinesisClients(given, given, given, () -> {});
        }
        if (configuration.isTrustAllCertificates()) {
            LOG.warn(
                    "trustAllCertificates=true is insecure: the connection to stream {} can be read and changed by"
                            + " whoever is in between",
                    configuration.getStreamNameOrArn());
        }
        AwsCredentialsProvider credentials = Credentials.provider(configuration);
        ClientSettings settings = new ClientSettings(configuration, region, credentials, eventLoops);
        KinesisAsyncClient subscriptions = settings.subscriptions();
        KinesisAsyncClient calls = settings.calls();
        KinesisAsyncClient writes = settings.writes();
        return new KinesisClients(subscriptions, calls, writes, () -> {
            closeTogether(List.of(subscriptions, calls, writes));
            if (credentials instanceof SdkAutoCloseable refreshing) {
                refreshing.close();
            }
        });
    }

    /**
     * Closes them at the same time and waits for that: each may wait seconds for a connection that is just being made. An
     * interruption ends the waiting, not the closing.
     */
    static void closeTogether(List<? extends SdkAutoCloseable> clients) {
        CompletableFuture<?>[] closing = clients.stream()
                .map(client -> CompletableFuture.runAsync(client::close, KinesisClients::runAside))
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(closing).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.warn("A client could not be closed", e.getCause());
        }
    }

    private static void runAside(Runnable task) {
        Thread thread = new Thread(task, "ConduitKinesisClose");
        thread.setDaemon(true);
        thread.start();
    }

    private static void warnOfWhatItIgnores(ConduitKinesisConfiguration configuration) {
        List<String> ignored = new ArrayList<>();
        if (configuration.getUrl() != null) {
            ignored.add("url");
        }
        if (configuration.getProxyHost() != null) {
            ignored.add("proxyHost");
        }
        if (configuration.isTrustAllCertificates()) {
            ignored.add("trustAllCertificates");
        }
        if (!ignored.isEmpty()) {
            LOG.warn("{} without effect: amazonKinesisAsyncClient is used as it is.", String.join(", ", ignored));
        }
    }

    @Override
    public void close() {
        owned.close();
    }
}
