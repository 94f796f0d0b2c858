package io.github.camelconduit.kinesis.embedded.fault;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;

/**
 * The faults of one server. Two kinds: those that are set up and then wait for calls or events ({@code refuse}, {@code
 * halfFrame}, …), and those that hit open subscriptions at once ({@code endSubscriptions}, …), which return how many they
 * hit.
 *
 * <pre>{@code
 * kinesis.faults().refuse("SubscribeToShard").withError("LimitExceededException", 400).times(2);
 * kinesis.faults().failRecords("ProvisionedThroughputExceededException").onStream("orders").atRate(0.1, seed);
 * kinesis.faults().wrongCrc().onShard("shardId-000000000000").skipping(3).once();
 * kinesis.faults().resetSubscriptions("orders", "shardId-000000000000");
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class Faults {

    private final List<Fault> active = new CopyOnWriteArrayList<>();
    private final List<ArmedFault> armed = new CopyOnWriteArrayList<>();
    private final Map<FaultCatalog, AtomicLong> hits = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final OpenSubscriptions subscriptions;

    public Faults(OpenSubscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** Any fault of the catalog. */
    public FaultSetup of(FaultCatalog kind) {
        return new FaultSetup(kind, this);
    }

    /** Calls of an operation are answered with an error; see {@link FaultSetup#withError(String, int)}. */
    public FaultSetup refuse(String operation) {
        return of(FaultCatalog.REFUSE).onOperation(operation);
    }

    /** Calls of an operation are answered as if there were too many of them. */
    public FaultSetup throttle(String operation) {
        return of(FaultCatalog.THROTTLE).onOperation(operation);
    }

    /** Calls of an operation wait before anything is done for them. */
    public FaultSetup delay(String operation, Duration delay) {
        return of(FaultCatalog.DELAY).onOperation(operation).lasting(delay);
    }

    /** Calls of an operation do their work and get no answer: their stream is reset. */
    public FaultSetup loseAnswer(String operation) {
        return of(FaultCatalog.LOSE_ANSWER).onOperation(operation);
    }

    /** Single records of PutRecord and PutRecords are refused with an AWS error type. */
    public FaultSetup failRecords(String errorType) {
        return of(FaultCatalog.FAIL_RECORDS).withError(errorType);
    }

    /** RST_STREAM in place of an event (SubscribeToShard) or of doing a call. */
    public FaultSetup resetStream(String operation) {
        return of(FaultCatalog.RESET_STREAM).onOperation(operation);
    }

    /** GOAWAY without an error with an event (SubscribeToShard) or before a call is done. */
    public FaultSetup goAway(String operation) {
        return of(FaultCatalog.GO_AWAY).onOperation(operation);
    }

    /** GOAWAY with an error in place of an event (SubscribeToShard) or of doing a call. */
    public FaultSetup goAwayWithError(String operation) {
        return of(FaultCatalog.GO_AWAY_WITH_ERROR).onOperation(operation);
    }

    /** The connection is closed in place of an event (SubscribeToShard) or of doing a call. */
    public FaultSetup closeConnection(String operation) {
        return of(FaultCatalog.CLOSE_CONNECTION).onOperation(operation);
    }

    /** TCP RST in place of an event (SubscribeToShard) or of doing a call. */
    public FaultSetup resetConnection(String operation) {
        return of(FaultCatalog.RESET_CONNECTION).onOperation(operation);
    }

    /**
     * The connection stays open, but nothing gets through any more in either direction, not even PINGs and their
     * acknowledgements: from an event on (SubscribeToShard), or instead of doing a call.
     */
    public FaultSetup halfOpen(String operation) {
        return of(FaultCatalog.HALF_OPEN).onOperation(operation);
    }

    /** Subscriptions are completed before their first event. */
    public FaultSetup closeAtOnce() {
        return of(FaultCatalog.CLOSE_AT_ONCE);
    }

    /** Subscriptions are completed after an event. */
    public FaultSetup expireEarly() {
        return of(FaultCatalog.EXPIRE_EARLY);
    }

    /** An exception frame of an AWS error type in place of an event. */
    public FaultSetup exceptionFrame(String errorType) {
        return of(FaultCatalog.EXCEPTION_FRAME).withError(errorType);
    }

    /** Open subscriptions keep silent, their ends included; use it with {@code always()} and remove it. */
    public FaultSetup silence() {
        return of(FaultCatalog.SILENCE);
    }

    /** Calls of an operation are neither done nor answered. */
    public FaultSetup silence(String operation) {
        return of(FaultCatalog.SILENCE).onOperation(operation);
    }

    /** Half of an event's frame, then the stream is completed. */
    public FaultSetup halfFrame() {
        return of(FaultCatalog.HALF_FRAME);
    }

    /** An event with a wrong checksum. */
    public FaultSetup wrongCrc() {
        return of(FaultCatalog.WRONG_CRC);
    }

    /** An event whose payload is no JSON. */
    public FaultSetup malformedJson() {
        return of(FaultCatalog.MALFORMED_JSON);
    }

    /** Calls of an operation do their work and are answered with a body that is neither JSON nor CBOR. */
    public FaultSetup malformedJson(String operation) {
        return of(FaultCatalog.MALFORMED_JSON).onOperation(operation);
    }

    /** An open shard seems to end, with child shards that do not exist or without any. */
    public FaultSetup falseShardEnd(boolean childShards) {
        return of(FaultCatalog.FALSE_SHARD_END).withChildShards(childShards);
    }

    /** An event of an open shard without a continuation number. */
    public FaultSetup nullContinuation() {
        return of(FaultCatalog.NULL_CONTINUATION);
    }

    /** An event of an open shard with an empty continuation number. */
    public FaultSetup emptyContinuation() {
        return of(FaultCatalog.EMPTY_CONTINUATION);
    }

    /** The last event of a closed shard without child shards. */
    public FaultSetup missingChildShards() {
        return of(FaultCatalog.MISSING_CHILD_SHARDS);
    }

    /** After an event the subscription is taken over by somebody else. */
    public FaultSetup stealSubscription() {
        return of(FaultCatalog.STEAL_SUBSCRIPTION);
    }

    /** The same, but it is completed, without an exception frame. */
    public FaultSetup stealSubscriptionSilently() {
        return of(FaultCatalog.STEAL_SUBSCRIPTION_SILENTLY);
    }

    /** After an event the stream consumer is deregistered. */
    public FaultSetup deleteConsumer() {
        return of(FaultCatalog.DELETE_CONSUMER);
    }

    /** Puts a fault of one's own in place; it decides itself what it hits. */
    public void add(Fault fault) {
        active.add(fault);
    }

    /** Takes all faults away. */
    public void clear() {
        armed.clear();
        active.clear();
    }

    /** Takes all faults away and forgets their hits. */
    public void reset() {
        clear();
        hits.clear();
    }

    /** The faults of the catalog that are in place and may still hit. */
    public List<ArmedFault> armed() {
        dropExhausted();
        return List.copyOf(armed);
    }

    /** How often each fault of the catalog has hit since the start or the last reset, by its name; those that never have are not in it. */
    public Map<String, Long> hits() {
        Map<String, Long> counts = new TreeMap<>();
        hits.forEach((kind, count) -> counts.put(kind.id(), count.get()));
        return counts;
    }

    /** Ends open subscriptions of a shard, or with null of all shards, as if their lifetime were over. */
    public int expireSubscriptions(String stream, String shardId) {
        return subscriptions.apply(Sequel.EXPIRE, stream, shardId);
    }

    /** Completes open subscriptions of a shard, or with null of all shards, early and without a word. */
    public int endSubscriptions(String stream, String shardId) {
        return subscriptions.apply(Sequel.COMPLETE, stream, shardId);
    }

    /** Ends open subscriptions of a shard, or with null of all shards, with an exception frame. */
    public int failSubscriptions(String stream, String shardId, String errorType) {
        return subscriptions.fail(stream, shardId, errorType, FaultSetup.MESSAGE);
    }

    /** Ends open subscriptions of a shard, or with null of all shards, with RST_STREAM. */
    public int resetSubscriptions(String stream, String shardId) {
        return subscriptions.apply(Sequel.RESET_STREAM, stream, shardId);
    }

    /** Takes open subscriptions of a shard, or with null of all shards, over, as another process would. */
    public int stealSubscriptions(String stream, String shardId) {
        return subscriptions.apply(Sequel.TAKE_OVER, stream, shardId);
    }

    /**
     * The same, but they are completed, without an exception frame: AWS's reference says that the older subscription ends or
     * fails.
     */
    public int stealSubscriptionsSilently(String stream, String shardId) {
        return subscriptions.apply(Sequel.TAKE_OVER_COMPLETING, stream, shardId);
    }

    /** Closes the connections of open subscriptions of a shard, or with null of all shards. */
    public int closeConnections(String stream, String shardId) {
        return subscriptions.apply(Sequel.CLOSE_CONNECTION, stream, shardId);
    }

    /** Resets the connections (TCP RST) of open subscriptions of a shard, or with null of all shards. */
    public int resetConnections(String stream, String shardId) {
        return subscriptions.apply(Sequel.RESET_CONNECTION, stream, shardId);
    }

    /** Has nothing get through any more on the connections of open subscriptions of a shard, or with null of all shards. */
    public int halfOpenConnections(String stream, String shardId) {
        return subscriptions.apply(Sequel.HALF_OPEN, stream, shardId);
    }

    /** Asked when a request has been accepted. */
    public Optional<KinesisServiceException> refusal(CallTarget call) {
        return first(fault -> fault.refuse(call));
    }

    /** Asked when a request has been accepted. */
    public Optional<WireBreak> wireBreak(CallTarget call) {
        return first(fault -> fault.breakWire(call));
    }

    /** Asked when a request has been accepted; several delays add up. */
    public Duration delayOf(CallTarget call) {
        Duration sum = Duration.ZERO;
        for (Fault fault : active) {
            sum = sum.plus(fault.delay(call));
        }
        return sum;
    }

    /** Asked when the work is done. */
    public boolean answerLost(CallTarget call) {
        for (Fault fault : active) {
            if (fault.loseAnswer(call)) {
                return true;
            }
        }
        return false;
    }

    /** Asked when the work is done. */
    public boolean answerGarbled(CallTarget call) {
        for (Fault fault : active) {
            if (fault.garbleAnswer(call)) {
                return true;
            }
        }
        return false;
    }

    /** Asked for each record that is to be stored. */
    public Optional<KinesisServiceException> recordFailure(CallTarget call) {
        return first(fault -> fault.failRecord(call));
    }

    /** Asked when a subscription has been answered. */
    public Optional<Sequel> opened(CallTarget subscription) {
        return first(fault -> fault.onOpen(subscription));
    }

    /** Asked before a subscription looks for something to send or ends, and when another request has been accepted. */
    public boolean silenced(CallTarget call) {
        for (Fault fault : active) {
            if (fault.silence(call)) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@link #onEvent} need be asked. */
    public boolean any() {
        return !active.isEmpty();
    }

    /** Asked before each event of a subscription. */
    public Optional<EventEffect> onEvent(PushedEvent event) {
        return first(fault -> fault.onEvent(event));
    }

    private <T> Optional<T> first(Function<Fault, Optional<T>> hook) {
        for (Fault fault : active) {
            Optional<T> answer = hook.apply(fault);
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    /** Hits open subscriptions; null for a stream or shard means all. */
    int hitNow(FaultCatalog kind, String stream, String shardId, String errorType, String message) {
        int hit = kind == FaultCatalog.EXCEPTION_FRAME
                ? subscriptions.fail(stream, shardId, errorType, message)
                : kind.atOnce()
                        .map(sequel -> subscriptions.apply(sequel, stream, shardId))
                        .orElseThrow(() -> new IllegalArgumentException(
                                "Fault %s cannot hit open subscriptions at once".formatted(kind.id())));
        hits.computeIfAbsent(kind, k -> new AtomicLong()).addAndGet(hit);
        return hit;
    }

    ArmedFault arm(FaultCatalog kind, Fault fault, Trigger trigger) {
        dropExhausted();
        ArmedFault added = new ArmedFault(lastId.incrementAndGet(), kind, fault, trigger, this);
        armed.add(added);
        active.add(fault);
        return added;
    }

    void remove(ArmedFault fault) {
        armed.remove(fault);
        active.remove(fault.fault());
    }

    void countHit(FaultCatalog kind) {
        hits.computeIfAbsent(kind, k -> new AtomicLong()).incrementAndGet();
    }

    private void dropExhausted() {
        armed.stream().filter(ArmedFault::exhausted).forEach(this::remove);
    }
}
