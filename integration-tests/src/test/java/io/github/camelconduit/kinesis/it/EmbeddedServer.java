package io.github.camelconduit.kinesis.it;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.EmbeddedKinesisBuilder;

/** The embedded server, and through {@link #kinesis} what only it can be made to do. */
final class EmbeddedServer extends ServerUnderTest {

    private final EmbeddedKinesis kinesis;

    private EmbeddedServer(EmbeddedKinesis kinesis) {
        super(kinesis.endpoint(), kinesis.region(), "test", "test");
        this.kinesis = kinesis;
    }

    static EmbeddedServer start(EmbeddedKinesisBuilder builder) {
        return new EmbeddedServer(builder.start());
    }

    EmbeddedKinesis kinesis() {
        return kinesis;
    }

    /** Writes the ledger's next entries without a call over the wire. */
    void put(String stream, Ledger ledger, int count) {
        for (int i = 0; i < count; i++) {
            Entry entry = ledger.next();
            kinesis.put(stream, entry.key(), entry.data());
        }
    }

    @Override
    void stop() {
        kinesis.close();
    }
}
