package io.github.camelconduit.kinesis.client;

import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Builds an HTTP client that accepts any certificate. The SDK takes that setting only while it builds the client, and
 * building it here would take the service's defaults, HTTP/2 among them, away.
 */
final class TrustAllHttpClientBuilder implements SdkAsyncHttpClient.Builder<TrustAllHttpClientBuilder> {

    private static final AttributeMap TRUST_ALL = AttributeMap.builder()
            .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
            .build();

    private final NettyNioAsyncHttpClient.Builder builder;

    TrustAllHttpClientBuilder(NettyNioAsyncHttpClient.Builder builder) {
        this.builder = builder;
    }

    @Override
    public SdkAsyncHttpClient buildWithDefaults(AttributeMap serviceDefaults) {
        return builder.buildWithDefaults(TRUST_ALL.merge(serviceDefaults));
    }
}
