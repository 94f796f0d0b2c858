package io.github.camelconduit.kinesis.embedded.fault;

import java.time.Duration;
import java.util.Objects;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;

/**
 * Says what a fault does and what it hits, then puts it in place: nothing happens before {@link #once()}, {@link #times},
 * {@link #always()}, {@link #atRate} or {@link #now()}. What is counted are calls; for faults of subscriptions events, for {@code
 * failRecords} records.
 */
public final class FaultSetup {

    static final String MESSAGE = "Fault on demand";
    private static final int INTERNAL = 500;
    private static final int BAD_REQUEST = 400;

    private final FaultCatalog kind;
    private final Faults faults;
    private String operation;
    private String stream;
    private String shardId;
    private long skip;
    private String errorType;
    private int status;
    private String message = MESSAGE;
    private Duration delay = Duration.ofSeconds(1);
    private boolean childShards;

    FaultSetup(FaultCatalog kind, Faults faults) {
        this.kind = kind;
        this.faults = faults;
        this.operation = kind.subscriptionsByDefault() ? CallTarget.SUBSCRIBE : null;
    }

    /**
     * Only calls of this operation, such as {@code PutRecords}; those of all others stay alone.
     *
     * @param name null for whichever call it is
     * @throws IllegalArgumentException when AWS's API has no such operation
     */
    public FaultSetup onOperation(String name) {
        require(FaultParameter.OPERATION);
        operation = name == null ? null : ApiOperations.checked(name);
        return this;
    }

    /** Only calls for this stream. */
    public FaultSetup onStream(String name) {
        stream = name;
        return this;
    }

    /** Only calls for this shard. */
    public FaultSetup onShard(String id) {
        shardId = id;
        return this;
    }

    /** Leaves the first {@code count} matching calls, events or records alone. */
    public FaultSetup skipping(long count) {
        skip = count;
        return this;
    }

    /** AWS's error type without a namespace; with {@code refuse} the HTTP status is 500 for InternalFailure, else 400. */
    public FaultSetup withError(String type) {
        require(FaultParameter.ERROR_TYPE);
        errorType = type;
        return this;
    }

    /** The error type and the HTTP status, 400 to 599. */
    public FaultSetup withError(String type, int httpStatus) {
        require(FaultParameter.STATUS);
        if (httpStatus < BAD_REQUEST || httpStatus >= 600) {
            throw new IllegalArgumentException("status must be 400 to 599, was " + httpStatus);
        }
        status = httpStatus;
        return withError(type);
    }

    /** What the error says besides its type: some clients tell errors of one type by it. */
    public FaultSetup withMessage(String text) {
        require(FaultParameter.MESSAGE);
        message = text;
        return this;
    }

    /** How long a delay lasts. */
    public FaultSetup lasting(Duration value) {
        require(FaultParameter.DELAY_MILLIS);
        if (value.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative, was " + value);
        }
        delay = value;
        return this;
    }

    /** Whether a false end of a shard names child shards. */
    public FaultSetup withChildShards(boolean value) {
        require(FaultParameter.CHILD_SHARDS);
        childShards = value;
        return this;
    }

    /** Hits the next match. */
    public ArmedFault once() {
        return times(1);
    }

    /** Hits the next {@code count} matches. */
    public ArmedFault times(long count) {
        return arm(count, 1, 0);
    }

    /** Hits every match until it is removed. */
    public ArmedFault always() {
        return arm(Long.MAX_VALUE, 1, 0);
    }

    /**
     * Hits matches at random until it is removed.
     *
     * @param rate the share of them it hits, 0 to 1
     * @param seed the same seed hits the same ones
     */
    public ArmedFault atRate(double rate, long seed) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("rate must be 0 to 1, was " + rate);
        }
        return arm(Long.MAX_VALUE, rate, seed);
    }

    /**
     * Hits the open subscriptions to the stream and shard at once, and nothing later. For the faults that end a subscription
     * or break its connection.
     *
     * @return how many it hit
     * @throws IllegalArgumentException for a fault that needs a call or an event, or another operation than SubscribeToShard
     */
    public int now() {
        if (operation != null && !operation.equals(CallTarget.SUBSCRIBE)) {
            throw new IllegalArgumentException(
                    "Only subscriptions are open: operation must be SubscribeToShard, was " + operation);
        }
        return faults.hitNow(kind, stream, shardId, frameErrorType(), message);
    }

    private ArmedFault arm(long limit, double rate, long seed) {
        Trigger trigger = new Trigger(operation, stream, shardId, skip, limit, rate, seed, () -> faults.countHit(kind));
        return faults.arm(kind, kind.create(trigger, this), trigger);
    }

    private void require(FaultParameter parameter) {
        if (!kind.parameters().contains(parameter)) {
            throw new IllegalArgumentException("Fault %s has no %s".formatted(kind.id(), parameter.id()));
        }
    }

    KinesisServiceException error() {
        String type = Objects.requireNonNullElse(errorType, "InternalFailure");
        int code = status != 0 ? status : type.startsWith("InternalFailure") ? INTERNAL : BAD_REQUEST;
        return new KinesisServiceException(type, code, message);
    }

    KinesisServiceException recordError() {
        String type = Objects.requireNonNullElse(errorType, "ProvisionedThroughputExceededException");
        return new KinesisServiceException(type, BAD_REQUEST, message);
    }

    String frameErrorType() {
        return Objects.requireNonNullElse(errorType, "InternalFailureException");
    }

    String message() {
        return message;
    }

    Duration delay() {
        return delay;
    }

    boolean childShards() {
        return childShards;
    }
}
