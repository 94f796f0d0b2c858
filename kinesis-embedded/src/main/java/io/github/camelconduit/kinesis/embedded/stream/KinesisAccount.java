package io.github.camelconduit.kinesis.embedded.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;

/** The streams of the one account in the one region that a server stands for. Thread-safe. */
public final class KinesisAccount {

    /** The account id of every ARN. */
    public static final String ID = "000000000000";

    private static final Pattern STREAM_NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final Pattern STREAM_ARN =
            Pattern.compile("arn:[^:]*:kinesis:[^:]*:\\d{12}:stream/([a-zA-Z0-9_.-]{1,128})(/consumer/.*)?");

    private final String region;
    private final Rules rules;
    private final RetentionBytes memory;
    private final ConcurrentSkipListMap<String, KinesisStream> streams = new ConcurrentSkipListMap<>();
    /** Of streams that were removed: what a new one of the name has to come after. */
    private final Map<String, Past> past = new ConcurrentHashMap<>();

    /** @param retentionBytes memory that the records of all streams may take together */
    public KinesisAccount(String region, Rules rules, long retentionBytes) {
        this.region = region;
        this.rules = rules;
        this.memory = new RetentionBytes(retentionBytes);
    }

    /** When a removed stream was created, and up to which second its sequence numbers reach. */
    private record Past(long createdMillis, long lastSecond) {}

    /** The stream's name in the ARN of a stream or of a stream consumer. */
    public static Optional<String> streamNameIn(String arn) {
        Matcher matcher = STREAM_ARN.matcher(arn);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /**
     * Creates a stream.
     *
     * @param shardCount the number of shards it starts with
     * @param creationTime how long it is CREATING
     * @throws KinesisServiceException ResourceInUseException when it exists, ValidationException, LimitExceededException
     */
    public KinesisStream create(String name, StreamMode mode, int shardCount, Duration creationTime) {
        return create(name, mode, shardCount, creationTime, null);
    }

    /** Creates an endless stream, ACTIVE at once; otherwise as {@link #create}. */
    public KinesisStream createEndless(String name, int shardCount, EndlessStream endless) {
        return create(name, StreamMode.PROVISIONED, shardCount, Duration.ZERO, endless);
    }

    private synchronized KinesisStream create(
            String name, StreamMode mode, int shardCount, Duration creationTime, EndlessStream endless) {
        if (!STREAM_NAME.matcher(name).matches()) {
            throw KinesisServiceException.validation(
                    "streamName", name, "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
        }
        if (shardCount < 1) {
            throw KinesisServiceException.validation(
                    "shardCount", String.valueOf(shardCount), "Member must have value greater than or equal to 1");
        }
        // A deleted one that is over makes room.
        if (find(name).isPresent()) {
            throw alreadyExists(name);
        }
        int open = openShardCount();
        if (shardCount > rules.maxShards() - open) {
            throw KinesisServiceException.limitExceeded(
                    "This request would exceed the shard limit for the account %s in %s. Current shard count for the account: %d. Limit: %d. Number of additional shards that would have resulted from this request: %d."
                            .formatted(ID, region, open, rules.maxShards(), shardCount));
        }
        if (mode == StreamMode.ON_DEMAND) {
            requireRoomForOnDemand();
        }
        if (!creationTime.isZero() && creating() >= rules.streamsCreating()) {
            throw KinesisServiceException.limitExceeded(
                    "Account %s has %d streams in state CREATING, the limit.".formatted(ID, rules.streamsCreating()));
        }
        Past earlier = past.getOrDefault(name, new Past(0, 0));
        long now = System.currentTimeMillis();
        KinesisStream.Identity identity = new KinesisStream.Identity(
                name, arnOf(name), Math.max(now, earlier.createdMillis() + 1), earlier.lastSecond() + 1);
        KinesisStream stream =
                new KinesisStream(identity, mode, shardCount, now + creationTime.toMillis(), this, memory, endless);
        if (streams.putIfAbsent(name, stream) != null) {
            throw alreadyExists(name);
        }
        return stream;
    }

    private static KinesisServiceException alreadyExists(String name) {
        return KinesisServiceException.resourceInUse("Stream %s under account %s already exists.".formatted(name, ID));
    }

    /**
     * Counts a stream as one in on-demand mode, which it will be when its update is over.
     *
     * @throws KinesisServiceException LimitExceededException when there are as many on-demand streams as may be
     */
    public synchronized void takeRoomForOnDemand(KinesisStream stream) {
        requireRoomForOnDemand();
        stream.settings().becomesOnDemand();
    }

    private void requireRoomForOnDemand() {
        long counted = streams(null).stream()
                .filter(stream -> stream.settings().countsAsOnDemand())
                .count();
        if (counted >= rules.onDemandStreams()) {
            throw KinesisServiceException.limitExceeded(
                    "Account %s has %d on-demand streams, the limit.".formatted(ID, rules.onDemandStreams()));
        }
    }

    /** The streams in on-demand mode. */
    public long onDemandStreamCount() {
        return streams(null).stream()
                .filter(stream -> stream.settings().mode() == StreamMode.ON_DEMAND)
                .count();
    }

    private long creating() {
        return streams.values().stream()
                .filter(stream -> stream.status() == StreamStatus.CREATING)
                .count();
    }

    /** The open shards of all streams. */
    public int openShardCount() {
        return streams(null).stream()
                .mapToInt(stream -> stream.openShards().size())
                .sum();
    }

    Rules rules() {
        return rules;
    }

    /**
     * Deletes a stream; the caller ends its subscriptions.
     *
     * @param deletionTime how long it is DELETING
     */
    public void delete(KinesisStream stream, Duration deletionTime) {
        stream.delete(deletionTime);
        find(stream.name());
    }

    /** The stream of a name; one whose deletion is over is removed on the way. */
    public Optional<KinesisStream> find(String name) {
        KinesisStream stream = streams.get(name);
        if (stream == null || !stream.isGone()) {
            return Optional.ofNullable(stream);
        }
        past.put(name, new Past(stream.createdAt().toEpochMilli(), stream.lastSecond()));
        streams.remove(name, stream);
        stream.clear();
        return Optional.empty();
    }

    /** Drops what is over: records, closed shards, deleted streams. Called now and then. */
    public void expire() {
        for (String name : streams.keySet()) {
            find(name).ifPresent(KinesisStream::expire);
        }
    }

    /** @throws KinesisServiceException ResourceNotFoundException */
    public KinesisStream stream(String name) {
        return find(name)
                .orElseThrow(() -> KinesisServiceException.resourceNotFound(
                        "Stream %s under account %s not found.".formatted(name, ID)));
    }

    /** @throws KinesisServiceException ResourceNotFoundException, InvalidArgumentException when it is no stream's ARN */
    public KinesisStream streamByArn(String arn) {
        String name = streamNameIn(arn)
                .orElseThrow(() -> KinesisServiceException.invalidArgument("Invalid StreamARN: " + arn));
        KinesisStream stream = stream(name);
        if (!stream.arn().equals(arn)) {
            throw KinesisServiceException.resourceNotFound("Stream %s not found.".formatted(arn));
        }
        return stream;
    }

    /** @throws KinesisServiceException ResourceNotFoundException */
    public StreamConsumer consumerByArn(String arn) {
        return streamOfConsumer(arn).consumers().byArn(arn).orElseThrow(() -> consumerNotFound(arn));
    }

    /**
     * The stream that a stream consumer belongs to, which is not an earlier or a later one of its name.
     *
     * @throws KinesisServiceException ResourceNotFoundException when there is no such consumer
     */
    public KinesisStream streamOfConsumer(String arn) {
        return streamNameIn(arn)
                .flatMap(this::find)
                .filter(stream -> stream.consumers().byArn(arn).isPresent())
                .orElseThrow(() -> consumerNotFound(arn));
    }

    private static KinesisServiceException consumerNotFound(String arn) {
        return KinesisServiceException.resourceNotFound("Consumer %s not found.".formatted(arn));
    }

    /** All streams by name, those after {@code exclusiveStart} when it is given. */
    public List<KinesisStream> streams(String exclusiveStart) {
        return (exclusiveStart == null ? streams : streams.tailMap(exclusiveStart, false))
                .keySet().stream().flatMap(name -> find(name).stream()).toList();
    }

    public String arnOf(String streamName) {
        return "arn:aws:kinesis:%s:%s:stream/%s".formatted(region, ID, streamName);
    }

    public String region() {
        return region;
    }
}
