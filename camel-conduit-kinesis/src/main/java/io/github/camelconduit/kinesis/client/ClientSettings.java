package io.github.camelconduit.kinesis.client;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.ProtocolNegotiation;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.ProxyConfiguration;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClientBuilder;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.publish.PublishSettings;

/**
 * How each client speaks to the service. The SDK is always given the builder of an HTTP client and never a built one:
 * with a built one it does not say that Kinesis speaks HTTP/2, and subscriptions fail.
 */
final class ClientSettings {

    /**
     * Above the time after which a silent subscription is given up by us. A subscription that we ask nothing of is
     * silent as well, and a read timeout closes the connection under all others on it.
     */
    static final Duration SUBSCRIPTION_READ_TIMEOUT = Duration.ofMinutes(6);

    /** Open subscriptions and those being opened; more shards than that would fail waiting for their turn. */
    static final int MAX_SUBSCRIPTIONS = 10_000;

    /**
     * So few that one without demand cannot stop the other. What nobody takes stays in the flow-control window of the
     * connection, and Netty gives the server room again only when half of that window has been taken: streams that are
     * full hold more than the other half soon. Measured on fresh connections with all but one stalled: with 2 the healthy
     * one goes on, with 3 it stops after a few events, with 4 and more it gets nothing. How many threads serve the
     * connections does not depend on it.
     */
    static final long SUBSCRIPTIONS_PER_CONNECTION = 2;

    /** Opening hundreds of connections at once takes longer than the SDK's 10 s on a busy machine. */
    private static final Duration CONNECTION_ACQUISITION_TIMEOUT = Duration.ofSeconds(30);

    /** HTTP/2's own 64 KB halve the throughput of a shard. */
    static final int WINDOW_BYTES = 512 * 1024;

    /** Finds a dead connection while nothing is sent on it. An answer must come within as long again. */
    static final Duration PING_PERIOD = Duration.ofSeconds(5);

    /** One attempt of a plain call. */
    static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Beyond the longest time that an answer to PutRecords is waited for: a write that counts as lost too early is
     * written twice. The SDK's own for Kinesis is 10 s.
     */
    static final Duration WRITE_READ_TIMEOUT = PublishSettings.MAX_REQUEST_TIMEOUT.plusSeconds(5);

    /**
     * The SDK's default. Half of the time that a request has, at most, is for a handshake: what never had one was not
     * sent, but a request that is ended while it waits for that may have been, as far as can be seen.
     */
    private static final Duration WRITE_HANDSHAKE_TIMEOUT = Duration.ofSeconds(5);

    /**
     * Below the five seconds after which servers in Node.js and Python close a connection: a request on its way while
     * they do that has an unknown outcome.
     */
    private static final Duration WRITE_IDLE_TIMEOUT = Duration.ofSeconds(4);

    /** A plain call with all its attempts. */
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

    private final ConduitKinesisConfiguration configuration;
    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final EventLoops eventLoops;

    ClientSettings(
            ConduitKinesisConfiguration configuration,
            String region,
            AwsCredentialsProvider credentials,
            EventLoops eventLoops) {
        this.configuration = configuration;
        this.region = Region.of(region);
        this.credentials = credentials;
        this.eventLoops = eventLoops;
    }

    /** A subscription is one call that lasts minutes: no limit on the call, and who subscribes again is for us to say. */
    KinesisAsyncClient subscriptions() {
        NettyNioAsyncHttpClient.Builder http = http(Protocol.HTTP2, eventLoops.group())
                .maxConcurrency(MAX_SUBSCRIPTIONS)
                .connectionAcquisitionTimeout(CONNECTION_ACQUISITION_TIMEOUT)
                .readTimeout(SUBSCRIPTION_READ_TIMEOUT)
                .http2Configuration(h -> h.maxStreams(SUBSCRIPTIONS_PER_CONNECTION)
                        .initialWindowSize(WINDOW_BYTES)
                        .healthCheckPingPeriod(PING_PERIOD));
        return client(trusting(http))
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    KinesisAsyncClient calls() {
        NettyNioAsyncHttpClient.Builder http =
                http(Protocol.HTTP2, eventLoops.group()).http2Configuration(h -> h.healthCheckPingPeriod(PING_PERIOD));
        return client(trusting(http))
                .overrideConfiguration(
                        o -> o.apiCallAttemptTimeout(ATTEMPT_TIMEOUT).apiCallTimeout(CALL_TIMEOUT))
                .build();
    }

    /**
     * Who writes says how long an answer is waited for, and decides what is sent again. HTTP/1.1, a connection for each
     * request that is under way: it costs less for a request than HTTP/2, large requests do not wait for each other's
     * room in a window, and one broken connection loses one answer. Answers are completed on the thread of the network,
     * which must not be held up.
     */
    KinesisAsyncClient writes() {
        NettyNioAsyncHttpClient.Builder http = http(Protocol.HTTP1_1, eventLoops.writes())
                .maxConcurrency(PublishSettings.MAX_IN_FLIGHT_REQUESTS)
                .connectionMaxIdleTime(WRITE_IDLE_TIMEOUT)
                .tlsNegotiationTimeout(ofRequest(WRITE_HANDSHAKE_TIMEOUT))
                .writeTimeout(WRITE_READ_TIMEOUT)
                .readTimeout(WRITE_READ_TIMEOUT);
        return client(new NotingHttpClient.Builder(trusting(http)))
                .asyncConfiguration(
                        a -> a.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(Transmission.WITH_NOTING_CLIENT))
                .build();
    }

    /** So much, or half of the time that a request has if that is less. */
    private Duration ofRequest(Duration longest) {
        Duration half = PublishSettings.requestTimeout(Duration.ofMillis(configuration.getDeliveryTimeout()))
                .dividedBy(2);
        Duration least = Duration.ofMillis(1);
        return half.compareTo(longest) > 0 ? longest : half.compareTo(least) < 0 ? least : half;
    }

    private SdkAsyncHttpClient.Builder<?> trusting(NettyNioAsyncHttpClient.Builder http) {
        return configuration.isTrustAllCertificates() ? new TrustAllHttpClientBuilder(http) : http;
    }

    private KinesisAsyncClientBuilder client(SdkAsyncHttpClient.Builder<?> http) {
        KinesisAsyncClientBuilder client = KinesisAsyncClient.builder()
                .region(region)
                .credentialsProvider(credentials)
                .httpClientBuilder(http);
        if (hasText(configuration.getUrl())) {
            client.endpointOverride(URI.create(configuration.getUrl()));
        }
        return client;
    }

    private NettyNioAsyncHttpClient.Builder http(Protocol protocol, SdkEventLoopGroup threads) {
        NettyNioAsyncHttpClient.Builder http =
                NettyNioAsyncHttpClient.builder().protocol(protocol).eventLoopGroup(threads);
        if (protocol == Protocol.HTTP2 && isTlsOutsideAws(configuration.getUrl())) {
            http.protocolNegotiation(ProtocolNegotiation.ALPN);
        }
        if (hasText(configuration.getProxyHost())) {
            http.proxyConfiguration(ProxyConfiguration.builder()
                    .scheme(configuration.getProxyProtocol())
                    .host(configuration.getProxyHost())
                    .port(configuration.getProxyPort())
                    .build());
        }
        return http;
    }

    /**
     * Kinesis itself is spoken to as the SDK does by default, HTTP/2 without asking (its endpoints, VPC endpoints among
     * them, are under amazonaws.com). Other servers with TLS follow the standard and want to be asked by ALPN.
     */
    private static boolean isTlsOutsideAws(String url) {
        if (!hasText(url)) {
            return false;
        }
        URI uri = URI.create(url);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        boolean aws = host.endsWith(".amazonaws.com") || host.endsWith(".amazonaws.com.cn");
        return "https".equalsIgnoreCase(uri.getScheme()) && !aws;
    }

    private static boolean hasText(String text) {
        return text != null && !text.isBlank();
    }
}
