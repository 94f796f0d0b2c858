package io.github.camelconduit.kinesis.embedded.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

import static io.github.camelconduit.kinesis.embedded.fault.FaultParameter.CHILD_SHARDS;
import static io.github.camelconduit.kinesis.embedded.fault.FaultParameter.DELAY_MILLIS;
import static io.github.camelconduit.kinesis.embedded.fault.FaultParameter.ERROR_TYPE;
import static io.github.camelconduit.kinesis.embedded.fault.FaultParameter.MESSAGE;
import static io.github.camelconduit.kinesis.embedded.fault.FaultParameter.OPERATION;
import static io.github.camelconduit.kinesis.embedded.fault.FaultParameter.STATUS;

/**
 * All faults by name: what the admin call understands, and what a run with every fault goes through. Those that take an
 * operation hit calls, of any operation when none is given and nothing else is said; the others hit subscriptions, or
 * where said records.
 */
public enum FaultCatalog {
    /** A call is answered with an error, by default InternalFailure with status 500. */
    REFUSE("refuse", (t, p) -> new RefuseCall(t, p.error()), OPERATION, ERROR_TYPE, STATUS, MESSAGE),
    /** A call is answered as one too many in a second. */
    THROTTLE("throttle", (t, p) -> new ThrottleCall(t), OPERATION),
    /** A call waits before anything is done for it, by default a second. */
    DELAY("delay", (t, p) -> new DelayCall(t, p.delay()), OPERATION, DELAY_MILLIS),
    /** A call is done and gets no answer: its stream is reset. */
    LOSE_ANSWER("loseAnswer", (t, p) -> new LoseAnswer(t), OPERATION),
    /** A record of PutRecord or PutRecords is refused, by default with ProvisionedThroughputExceededException. */
    FAIL_RECORDS("failRecords", (t, p) -> new FailRecord(t, p.recordError()), ERROR_TYPE, MESSAGE),
    /** RST_STREAM: instead of a subscription's next event, of any other call instead of doing it. */
    RESET_STREAM("resetStream", (t, p) -> new BreakWire(t, Sequel.RESET_STREAM), OPERATION),
    /** GOAWAY without an error: with a subscription's next event, or before another call is done. */
    GO_AWAY("goAway", (t, p) -> new BreakWire(t, Sequel.GO_AWAY), OPERATION),
    /** GOAWAY with INTERNAL_ERROR, likewise in place of event or call. */
    GO_AWAY_WITH_ERROR("goAwayWithError", (t, p) -> new BreakWire(t, Sequel.GO_AWAY_WITH_ERROR), OPERATION),
    /** The connection is closed, likewise. */
    CLOSE_CONNECTION("closeConnection", (t, p) -> new BreakWire(t, Sequel.CLOSE_CONNECTION), OPERATION),
    /** TCP RST, likewise. */
    RESET_CONNECTION("resetConnection", (t, p) -> new BreakWire(t, Sequel.RESET_CONNECTION), OPERATION),
    /** The connection stays open and nothing gets through any more: from the next event on, or instead of doing a call. */
    HALF_OPEN("halfOpen", (t, p) -> new BreakWire(t, Sequel.HALF_OPEN), OPERATION),
    /** A subscription is completed before its first event. */
    CLOSE_AT_ONCE("closeAtOnce", (t, p) -> new CloseAtOnce(t)),
    /** A subscription is completed after its next event. */
    EXPIRE_EARLY("expireEarly", (t, p) -> new EndAfterEvent(t, Sequel.EXPIRE)),
    /** An exception frame in place of the next event, by default InternalFailureException. */
    EXCEPTION_FRAME(
            "exceptionFrame", (t, p) -> new ExceptionFrame(t, p.frameErrorType(), p.message()), ERROR_TYPE, MESSAGE),
    /** Subscriptions send nothing and do not end; of a call where an operation is given: it is neither done nor answered. */
    SILENCE("silence", (t, p) -> new Silence(t), OPERATION),
    /** Half of the next event's frame, then the stream is completed. */
    HALF_FRAME("halfFrame", (t, p) -> new HalfFrame(t)),
    /** The next event with a wrong checksum. */
    WRONG_CRC("wrongCrc", (t, p) -> new WrongCrc(t)),
    /** The next event with a payload that is no JSON; where another operation is given, its answer with such a body. */
    MALFORMED_JSON("malformedJson", (t, p) -> new MalformedJson(t), OPERATION),
    /** An open shard seems to end: no continuation number, child shards that do not exist or none, completed. */
    FALSE_SHARD_END("falseShardEnd", (t, p) -> new FalseShardEnd(t, p.childShards()), CHILD_SHARDS),
    /** The next event of an open shard without a continuation number. */
    NULL_CONTINUATION("nullContinuation", (t, p) -> new BadContinuation(t, null)),
    /** The next event of an open shard with an empty continuation number. */
    EMPTY_CONTINUATION("emptyContinuation", (t, p) -> new BadContinuation(t, "")),
    /** The last event of a closed shard without child shards. */
    MISSING_CHILD_SHARDS("missingChildShards", (t, p) -> new MissingChildShards(t)),
    /** After its next event the subscription is taken over by somebody else. */
    STEAL_SUBSCRIPTION("stealSubscription", (t, p) -> new EndAfterEvent(t, Sequel.TAKE_OVER)),
    /** The same, and nothing says so: the subscription is completed. */
    STEAL_SUBSCRIPTION_SILENTLY(
            "stealSubscriptionSilently", (t, p) -> new EndAfterEvent(t, Sequel.TAKE_OVER_COMPLETING)),
    /** After the next event the stream consumer is deregistered. */
    DELETE_CONSUMER("deleteConsumer", (t, p) -> new EndAfterEvent(t, Sequel.DEREGISTER_CONSUMER));

    private final String id;
    private final BiFunction<Trigger, FaultSetup, Fault> factory;
    private final Set<FaultParameter> parameters;

    FaultCatalog(String id, BiFunction<Trigger, FaultSetup, Fault> factory, FaultParameter... parameters) {
        this.id = id;
        this.factory = factory;
        this.parameters = Set.of(parameters);
    }

    /** Its name in the admin call, such as {@code resetStream}. */
    public String id() {
        return id;
    }

    /** What can be said besides what it hits, and how often. */
    public Set<FaultParameter> parameters() {
        return parameters;
    }

    /** Whether it hits subscriptions only. */
    public boolean subscriptionsOnly() {
        return this != FAIL_RECORDS && !parameters.contains(OPERATION);
    }

    /** Whether it hits subscriptions unless another operation is given. */
    boolean subscriptionsByDefault() {
        return subscriptionsOnly() || this == SILENCE || this == MALFORMED_JSON;
    }

    /** What it makes open subscriptions do without waiting for an event; empty when that is not all there is to it. */
    Optional<Sequel> atOnce() {
        return Optional.ofNullable(
                switch (this) {
                    case CLOSE_AT_ONCE -> Sequel.COMPLETE;
                    case EXPIRE_EARLY -> Sequel.EXPIRE;
                    case RESET_STREAM -> Sequel.RESET_STREAM;
                    case GO_AWAY -> Sequel.GO_AWAY;
                    case GO_AWAY_WITH_ERROR -> Sequel.GO_AWAY_WITH_ERROR;
                    case CLOSE_CONNECTION -> Sequel.CLOSE_CONNECTION;
                    case RESET_CONNECTION -> Sequel.RESET_CONNECTION;
                    case HALF_OPEN -> Sequel.HALF_OPEN;
                    case STEAL_SUBSCRIPTION -> Sequel.TAKE_OVER;
                    case STEAL_SUBSCRIPTION_SILENTLY -> Sequel.TAKE_OVER_COMPLETING;
                    case DELETE_CONSUMER -> Sequel.DEREGISTER_CONSUMER;
                    default -> null;
                });
    }

    /** The fault of a name. */
    public static Optional<FaultCatalog> byId(String id) {
        return Arrays.stream(values()).filter(f -> f.id.equals(id)).findFirst();
    }

    /** All names. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(FaultCatalog::id).toList();
    }

    Fault create(Trigger trigger, FaultSetup setup) {
        return factory.apply(trigger, setup);
    }
}
