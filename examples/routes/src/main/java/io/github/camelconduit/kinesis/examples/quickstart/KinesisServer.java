package io.github.camelconduit.kinesis.examples.quickstart;

import java.util.Map;
import java.util.Properties;

/** The server that the quickstart runs against. */
interface KinesisServer extends AutoCloseable {

    static KinesisServer open(QuickstartOptions options) {
        return options.isEmbedded()
                ? new EmbeddedServer(options.stream(), options.lifetime())
                : new RemoteServer(options);
    }

    String description();

    /** The property {@code connection}: the endpoint options that reach the server. */
    Properties connection();

    /**
     * Whether every open shard was renewed so much more often than {@link #renewals} said before; true where that cannot
     * be known.
     */
    boolean everyOpenShardRenewed(long times, Map<String, Long> before);

    /** Splits a shard in the middle. Returns what became of it, to be shown. */
    String splitFirstShard() throws Exception;

    /**
     * How often the server ended the subscription of each shard because its time was over and another followed; empty when not
     * known.
     */
    Map<String, Long> renewals();

    /** A few words for the progress line. */
    String progress();

    @Override
    void close();
}
