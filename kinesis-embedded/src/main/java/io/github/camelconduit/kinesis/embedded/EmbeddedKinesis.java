package io.github.camelconduit.kinesis.embedded;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerRequest;

import io.github.camelconduit.kinesis.embedded.admin.FaultAdmin;
import io.github.camelconduit.kinesis.embedded.call.CallRates;
import io.github.camelconduit.kinesis.embedded.call.Operations;
import io.github.camelconduit.kinesis.embedded.call.RequestTargets;
import io.github.camelconduit.kinesis.embedded.fault.Faults;
import io.github.camelconduit.kinesis.embedded.http.CallHandler;
import io.github.camelconduit.kinesis.embedded.http.KinesisHttpServer;
import io.github.camelconduit.kinesis.embedded.http.SelfSignedCertificate;
import io.github.camelconduit.kinesis.embedded.log.Call;
import io.github.camelconduit.kinesis.embedded.log.CallLog;
import io.github.camelconduit.kinesis.embedded.stream.HashRange;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;
import io.github.camelconduit.kinesis.embedded.stream.RecordLimits;
import io.github.camelconduit.kinesis.embedded.stream.Shard;
import io.github.camelconduit.kinesis.embedded.stream.StreamConsumer;
import io.github.camelconduit.kinesis.embedded.stream.StreamMode;
import io.github.camelconduit.kinesis.embedded.subscribe.SubscribeCall;
import io.github.camelconduit.kinesis.embedded.subscribe.Subscriptions;

/**
 * A running Kinesis Data Streams server in this JVM, and what a test wants to know of it and do to it.
 *
 * <pre>{@code
 * try (EmbeddedKinesis kinesis = EmbeddedKinesis.builder().stream("orders", 4).start()) {
 *     KinesisAsyncClient client = KinesisAsyncClient.builder()
 *             .endpointOverride(kinesis.endpoint())
 *             .region(Region.of(kinesis.region()))
 *             .credentialsProvider(…any…)
 *             .build();
 * }
 * }</pre>
 *
 * <p>Records are held in memory, see {@link EmbeddedKinesisBuilder#retentionBytes}. Thread-safe. Methods that do what a call does throw {@link KinesisServiceException} as
 * the call would answer it; they are not in the call log, and no fault hits them.
 */
public final class EmbeddedKinesis implements AutoCloseable {

    private static final long START_SECONDS = 30;
    /** How often what is over is looked for; whoever reads does not see it before that either. */
    private static final long EXPIRY_MILLIS = 500;

    private final Rules rules;
    private final KinesisAccount account;
    private final Subscriptions subscriptions;
    private final InitialStreams initialStreams;
    private final CallRates rates;
    private final Faults faults;
    private final CallLog log;
    private final RecordLimits limits;
    private final Vertx vertx;
    private final SelfSignedCertificate certificate;
    private final URI endpoint;
    private final URI tlsEndpoint;

    private EmbeddedKinesis(EmbeddedKinesisBuilder settings) {
        rules = settings.effectiveRules();
        account = new KinesisAccount(settings.region, rules, settings.retentionBytes);
        subscriptions = new Subscriptions(rules);
        initialStreams =
                new InitialStreams(account, settings.streams, settings.endlessStreams, subscriptions::streamDeleted);
        initialStreams.create();
        rates = new CallRates(rules);
        faults = new Faults(subscriptions);
        log = new CallLog(settings.callLogSize);
        limits = new RecordLimits(rules);
        certificate = settings.tls ? SelfSignedCertificate.create() : null;
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(settings.eventLoops)
                // Nothing is served from files: no cache folder on disk.
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        CallHandler calls = new CallHandler(
                vertx,
                new Operations(vertx, account, subscriptions, faults, rules),
                new SubscribeCall(account, subscriptions, vertx, rules, faults),
                new RequestTargets(account),
                rates,
                faults,
                log,
                rules);
        FaultAdmin admin = new FaultAdmin(faults);
        Handler<HttpServerRequest> handler = request ->
                (request.path() != null && request.path().startsWith(FaultAdmin.PATH) ? admin : calls).handle(request);
        vertx.setPeriodic(EXPIRY_MILLIS, id -> vertx.executeBlocking(this::expire, false));
        try {
            int port = await(
                    new KinesisHttpServer(vertx, settings.host, rules, null, handler)
                            .listen(settings.port, settings.eventLoops),
                    settings.host,
                    settings.port);
            endpoint = URI.create("http://%s:%d".formatted(bracketed(settings.host), port));
            if (settings.tls) {
                int tlsPort = await(
                        new KinesisHttpServer(vertx, settings.host, rules, certificate, handler)
                                .listen(settings.tlsPort, settings.eventLoops),
                        settings.host,
                        settings.tlsPort);
                tlsEndpoint = URI.create("https://%s:%d".formatted(bracketed(settings.host), tlsPort));
            } else {
                tlsEndpoint = null;
            }
        } catch (RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    private Void expire() {
        account.expire();
        return null;
    }

    /** What can be set before the start. */
    public static EmbeddedKinesisBuilder builder() {
        return new EmbeddedKinesisBuilder();
    }

    static EmbeddedKinesis start(EmbeddedKinesisBuilder settings) {
        return new EmbeddedKinesis(settings);
    }

    /** {@code http://host:port}: HTTP/1.1 and HTTP/2 with prior knowledge. */
    public URI endpoint() {
        return endpoint;
    }

    /**
     * {@code https://host:port}: HTTP/1.1 and HTTP/2 by ALPN.
     *
     * @throws IllegalStateException when the server was started without TLS
     */
    public URI tlsEndpoint() {
        requireTls();
        return tlsEndpoint;
    }

    /** Whether it was started with TLS. */
    public boolean hasTls() {
        return tlsEndpoint != null;
    }

    /** The self-signed certificate of the TLS port, for a trust store. */
    public X509Certificate certificate() {
        requireTls();
        return certificate.certificate();
    }

    private void requireTls() {
        if (!hasTls()) {
            throw new IllegalStateException("The embedded Kinesis was started without tls()");
        }
    }

    public String region() {
        return account.region();
    }

    /** The account id in every ARN. */
    public String accountId() {
        return KinesisAccount.ID;
    }

    public Rules rules() {
        return rules;
    }

    /** Creates a stream that is ACTIVE at once. */
    public void createStream(String name, int shardCount) {
        account.create(name, StreamMode.PROVISIONED, shardCount, Duration.ZERO);
    }

    /** Deletes a stream with its consumers; open subscriptions get ResourceNotFoundException. */
    public void deleteStream(String name) {
        initialStreams.delete(account.stream(name));
    }

    /** The names of all streams, sorted. */
    public List<String> streams() {
        return account.streams(null).stream().map(KinesisStream::name).toList();
    }

    /** The stream's ARN; the stream need not exist. */
    public String streamArn(String name) {
        return account.arnOf(name);
    }

    /** All shards, closed ones included, by id. */
    public List<ShardView> shards(String stream) {
        return account.stream(stream).shards().stream().map(Shard::view).toList();
    }

    /** Splits a shard at its middle and returns its two children, the one with the lower hash keys first. */
    public List<String> splitShard(String stream, String shardId) {
        KinesisStream target = account.stream(stream);
        HashRange range = target.shard(shardId).hashRange();
        return target.split(shardId, range.middle()).stream().map(Shard::id).toList();
    }

    /** Merges two adjacent shards and returns their child. */
    public String mergeShards(String stream, String shardId, String adjacentShardId) {
        return account.stream(stream).merge(shardId, adjacentShardId).id();
    }

    /** Puts a record, as fast as it comes: the limits on writing a second hold on the wire only. */
    public PutResult put(String stream, String partitionKey, byte[] data) {
        KinesisStream target = account.stream(stream);
        limits.check(target.settings().maxRecordBytes(), "", partitionKey, data);
        return target.put(partitionKey, HashRange.hash(partitionKey), data);
    }

    /** All records stored and not trimmed: shard after shard by id, in order within each. */
    public List<StoredRecord> records(String stream) {
        return account.stream(stream).shards().stream()
                .flatMap(EmbeddedKinesis::records)
                .toList();
    }

    /** The records stored in one shard, in order. */
    public List<StoredRecord> records(String stream, String shardId) {
        return records(account.stream(stream).shard(shardId)).toList();
    }

    private static Stream<StoredRecord> records(Shard shard) {
        return shard.records().stream()
                .map(stored -> new StoredRecord(
                        shard.id(),
                        stored.sequenceNumber(),
                        stored.partitionKey(),
                        stored.data(),
                        Instant.ofEpochMilli(stored.arrivalMillis())));
    }

    /**
     * Waits until a stream holds at least {@code count} records and gives them all, as {@link #records(String)}.
     *
     * @throws AssertionError when it does not within {@code timeout}
     */
    public List<StoredRecord> awaitRecords(String stream, int count, Duration timeout) {
        KinesisStream target = account.stream(stream);
        Awaiting.atLeast(count, target::size, "records in stream " + stream, timeout);
        return records(stream);
    }

    /**
     * Waits until at least {@code count} subscriptions to a stream are open.
     *
     * @throws AssertionError when there are not within {@code timeout}
     */
    public List<SubscriptionView> awaitSubscriptions(String stream, int count, Duration timeout) {
        Awaiting.atLeast(
                count, () -> openSubscriptions(stream).size(), "open subscriptions to stream " + stream, timeout);
        return openSubscriptions(stream);
    }

    /**
     * Waits until at least {@code count} calls of an operation were answered without an error, and gives these.
     *
     * @throws AssertionError when they were not within {@code timeout}
     */
    public List<Call> awaitCalls(String operation, int count, Duration timeout) {
        Awaiting.atLeast(count, () -> succeeded(operation).size(), "successful calls of " + operation, timeout);
        return succeeded(operation);
    }

    private List<Call> succeeded(String operation) {
        return calls(operation).stream().filter(Call::succeeded).toList();
    }

    /** The registered stream consumers, by name. */
    public List<ConsumerView> consumers(String stream) {
        return account.stream(stream).consumers().all().stream()
                .map(StreamConsumer::view)
                .toList();
    }

    /** Deregisters a stream consumer from outside; its subscriptions get ResourceNotFoundException. */
    public void deregisterConsumer(String consumerArn) {
        StreamConsumer consumer = account.consumerByArn(consumerArn);
        account.stream(consumer.streamName()).consumers().delete(consumer, Duration.ZERO);
        subscriptions.consumerDeregistered(consumerArn);
    }

    /** The subscriptions open now. */
    public List<SubscriptionView> openSubscriptions() {
        return subscriptions.views();
    }

    /** The subscriptions to one stream open now. */
    public List<SubscriptionView> openSubscriptions(String stream) {
        return openSubscriptions().stream()
                .filter(s -> s.stream().equals(stream))
                .toList();
    }

    /** The calls that arrived over the wire, oldest first. */
    public List<Call> calls() {
        return log.calls();
    }

    /** The calls of one operation, such as {@code SubscribeToShard}. */
    public List<Call> calls(String operation) {
        return log.calls(operation);
    }

    /** Forgets the calls so far. */
    public void clearCalls() {
        log.clear();
    }

    public Faults faults() {
        return faults;
    }

    /**
     * Makes it as it was after the start, for the next test: the builder's streams, new and empty, no others; no consumers,
     * no faults and no hits of faults, no calls noted and none counted against {@link Rules#callsPerSecond()}. Subscriptions
     * end as those of a deleted stream; connections stay, and so do clients: what they call meanwhile may come before or
     * after it.
     */
    public void reset() {
        faults.reset();
        initialStreams.reset();
        rates.reset();
        log.clear();
    }

    /** Closes every connection and frees the ports. Waits until that is done; further calls do nothing. */
    @Override
    public void close() {
        subscriptions.serverClosing();
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The embedded Kinesis did not close", e);
        }
    }

    private static int await(Future<Integer> listening, String host, int port) {
        try {
            return listening.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the embedded Kinesis was starting", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "The embedded Kinesis cannot listen on %s:%d: %s"
                            .formatted(host, port, e.getCause().getMessage()),
                    e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "The embedded Kinesis did not start listening on %s:%d within %d s"
                            .formatted(host, port, START_SECONDS),
                    e);
        }
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
