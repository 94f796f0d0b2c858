package io.github.camelconduit.kinesis.embedded;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.camelconduit.kinesis.embedded.stream.EndlessStream;

/**
 * What can be set of an {@link EmbeddedKinesis} before it starts. Can be used for several starts, one after the other.
 *
 * <p>Single rules that have a method of their own here win over {@link #rules}, whichever comes first.
 */
public final class EmbeddedKinesisBuilder {

    private static final int MAX_PORT = 65_535;

    String host = "127.0.0.1";
    int port;
    boolean tls;
    int tlsPort;
    String region = "us-east-1";
    int eventLoops = Math.max(2, Runtime.getRuntime().availableProcessors());
    int callLogSize = 100_000;
    final Map<String, Integer> streams = new LinkedHashMap<>();
    final Map<String, Endless> endlessStreams = new LinkedHashMap<>();
    long retentionBytes = Runtime.getRuntime().maxMemory() / 2;
    private Rules rules = Rules.aws();
    private boolean unthrottled;
    private Duration subscriptionLifetime;
    private Duration idleEventInterval;
    private Duration pushDelay;
    private Integer listShardsPageSize;

    EmbeddedKinesisBuilder() {}

    /** The address to listen on; by default 127.0.0.1, which only this machine reaches. */
    public EmbeddedKinesisBuilder host(String value) {
        host = value;
        return this;
    }

    /** The port without TLS; by default 0, any free one. */
    public EmbeddedKinesisBuilder port(int value) {
        port = checkedPort("port", value);
        return this;
    }

    /** Listens on a further port, with TLS, ALPN and a self-signed certificate made at the start. */
    public EmbeddedKinesisBuilder tls() {
        tls = true;
        return this;
    }

    /** The port with TLS; implies {@link #tls()}. */
    public EmbeddedKinesisBuilder tlsPort(int value) {
        tlsPort = checkedPort("tlsPort", value);
        return tls();
    }

    /** The region in ARNs; by default us-east-1. */
    public EmbeddedKinesisBuilder region(String value) {
        region = value;
        return this;
    }

    /** A stream that is there and ACTIVE from the start; repeatable. */
    public EmbeddedKinesisBuilder stream(String name, int shardCount) {
        streams.put(name, shardCount);
        return this;
    }

    /**
     * A stream for benchmarks that never runs out of records: they are made as fast as subscribers take them and not
     * stored, so puts are refused. The data of the n-th record of a shard is n (from 0) in 18 decimal digits, then letters.
     *
     * @param recordBytes data of each record, at least 18
     */
    public EmbeddedKinesisBuilder endlessStream(String name, int shardCount, int recordBytes) {
        return endlessStream(name, shardCount, recordBytes, 0);
    }

    /**
     * The same at a rate.
     *
     * @param recordsPerSecond new records a second in each shard
     */
    public EmbeddedKinesisBuilder endlessStream(String name, int shardCount, int recordBytes, int recordsPerSecond) {
        endlessStreams.put(name, new Endless(shardCount, new EndlessStream(recordBytes, recordsPerSecond)));
        return this;
    }

    /**
     * How many bytes of memory the records of all streams may take together, by default half of the JVM's heap: beyond
     * that the oldest are trimmed, as if their retention were over. A record takes about 1.4 times its data and 300 bytes.
     * What is trimmed at once is up to 64 KiB of a shard, and every shard may keep as much.
     */
    public EmbeddedKinesisBuilder retentionBytes(long value) {
        if (value < 1) {
            throw new IllegalArgumentException("retentionBytes must be positive, was " + value);
        }
        retentionBytes = value;
        return this;
    }

    /** All rules at once; by default {@link Rules#aws()}. */
    public EmbeddedKinesisBuilder rules(Rules value) {
        rules = value;
        return this;
    }

    /** Nothing is throttled, whatever the rules say; see {@link RulesBuilder#unthrottled()}. */
    public EmbeddedKinesisBuilder unthrottled() {
        unthrottled = true;
        return this;
    }

    /** See {@link Rules#subscriptionLifetime()}. */
    public EmbeddedKinesisBuilder subscriptionLifetime(Duration value) {
        subscriptionLifetime = value;
        return this;
    }

    /** See {@link Rules#idleEventInterval()}. */
    public EmbeddedKinesisBuilder idleEventInterval(Duration value) {
        idleEventInterval = value;
        return this;
    }

    /** See {@link Rules#pushDelay()}. */
    public EmbeddedKinesisBuilder pushDelay(Duration value) {
        pushDelay = value;
        return this;
    }

    /** See {@link Rules#listShardsPageSize()}. */
    public EmbeddedKinesisBuilder listShardsPageSize(int value) {
        listShardsPageSize = value;
        return this;
    }

    /** How many event loops serve connections; by default one for each processor, at least two. */
    public EmbeddedKinesisBuilder eventLoops(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("eventLoops must be positive, was " + value);
        }
        eventLoops = value;
        return this;
    }

    /** How many calls the log keeps; by default 100,000. */
    public EmbeddedKinesisBuilder callLogSize(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("callLogSize must be positive, was " + value);
        }
        callLogSize = value;
        return this;
    }

    /**
     * Starts a server; when this returns it is listening.
     *
     * @throws IllegalStateException    when a port cannot be listened on
     * @throws IllegalArgumentException when a rule makes no sense, or both ports are the same
     * @throws KinesisServiceException  when a stream cannot be created as asked
     */
    public EmbeddedKinesis start() {
        if (tls && port != 0 && port == tlsPort) {
            throw new IllegalArgumentException("port and tlsPort must differ, both were " + port);
        }
        return EmbeddedKinesis.start(this);
    }

    Rules effectiveRules() {
        RulesBuilder effective = rules.toBuilder();
        if (unthrottled) {
            effective.unthrottled();
        }
        if (subscriptionLifetime != null) {
            effective.subscriptionLifetime(subscriptionLifetime);
        }
        if (idleEventInterval != null) {
            effective.idleEventInterval(idleEventInterval);
        }
        if (pushDelay != null) {
            effective.pushDelay(pushDelay);
        }
        if (listShardsPageSize != null) {
            effective.listShardsPageSize(listShardsPageSize);
        }
        return effective.build();
    }

    /** An endless stream to create. */
    record Endless(int shardCount, EndlessStream records) {}

    private static int checkedPort(String option, int value) {
        if (value < 0 || value > MAX_PORT) {
            throw new IllegalArgumentException("%s must be 0 to %d, was %d".formatted(option, MAX_PORT, value));
        }
        return value;
    }
}
