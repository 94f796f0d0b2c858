package io.github.camelconduit.kinesis.examples.quickstart;

import java.util.Map;
import java.util.Properties;

/** The server that the quickstart runs against. */
interface KinesisServer extends AutoCloseable {

    static KinesisServer open(QuickstartOptions options) {
        return options.isEmbedded() ? new EmbeddedServer(options.stream()) : new RemoteServer(options);
    }

    String description();

    /** The property {@code connection}: the endpoint options that reach the server. */
    Properties connection();

    /**
     * Whether the server has ended the subscription of every open shard as often as the quickstart wants to see; true
     * where it cannot know.
     */
    boolean everyOpenShardRenewed();

    /** Splits a shard in the middle. Returns what became of it, to be shown. */
    String splitFirstShard() throws Exception;

    /** How often the server ended the subscription of each shard because its time was over; empty when not known. */
    Map<String, Long> renewals();

    /** A few words for the progress line. */
    String progress();

    @Override
    void close();
}
