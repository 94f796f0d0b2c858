package io.github.camelconduit.kinesis.embedded;

import java.util.function.Function;

import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** The ways a client can talk. */
enum Wire {
    H2C_CBOR(true, Sdk::http2),
    H2C_JSON(false, Sdk::http2),
    TLS_CBOR(true, Sdk::tls),
    TLS_JSON(false, Sdk::tls),
    HTTP1_CBOR(true, Sdk::http1),
    HTTP1_JSON(false, Sdk::http1);

    private final boolean cbor;
    private final Function<EmbeddedKinesis, KinesisAsyncClient> client;

    Wire(boolean cbor, Function<EmbeddedKinesis, KinesisAsyncClient> client) {
        this.cbor = cbor;
        this.client = client;
    }

    /** A client of this kind; {@link #reset()} afterwards. */
    KinesisAsyncClient connect(EmbeddedKinesis kinesis) {
        System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), String.valueOf(cbor));
        return client.apply(kinesis);
    }

    static void reset() {
        System.clearProperty(SdkSystemSetting.CBOR_ENABLED.property());
    }
}
