package io.github.camelconduit.kinesis.embedded.fault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;

/**
 * The faults of one server. Two kinds: those that are set up and then wait for calls ({@code refuse}, {@code delay}, …),
 * and those that hit open subscriptions at once ({@code endSubscriptions}, …), which return how many they hit.
 *
 * <pre>{@code
 * kinesis.faults().refuse("SubscribeToShard").withError("LimitExceededException", 400).times(2);
 * kinesis.faults().failRecords("ProvisionedThroughputExceededException").onStream("orders").atRate(0.1, seed);
 * kinesis.faults().resetSubscriptions("orders", "shardId-000000000000");
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class Faults {

    /** INTERNAL_ERROR of RFC 9113. */
    private static final long INTERNAL_ERROR = 2;

    private final List<Fault> armed = new CopyOnWriteArrayList<>();
    private final OpenSubscriptions subscriptions;

    public Faults(OpenSubscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** Calls of an operation are answered with an error. */
    public RefuseCall.Setup refuse(String operation) {
        return new RefuseCall.Setup(operation, this::arm);
    }

    /** Calls of an operation wait before anything is done for them. */
    public DelayCall.Setup delay(String operation, Duration delay) {
        return new DelayCall.Setup(operation, delay, this::arm);
    }

    /** Calls of an operation do their work and get no answer: their stream is reset. */
    public LoseAnswer.Setup loseAnswer(String operation) {
        return new LoseAnswer.Setup(operation, this::arm);
    }

    /** Single records of PutRecord and PutRecords are refused with an AWS error type. */
    public FailRecord.Setup failRecords(String errorType) {
        return new FailRecord.Setup(new KinesisServiceException(errorType, 400, "Fault on demand"), this::arm);
    }

    /** Open subscriptions keep silent; use it with {@code always()} and remove it. */
    public Silence.Setup silence() {
        return new Silence.Setup(this::arm);
    }

    /** Puts a fault of one's own in place; it decides itself what it hits. */
    public void add(Fault fault) {
        armed.add(fault);
    }

    /** Takes all faults away. */
    public void clear() {
        armed.clear();
    }

    /** Ends open subscriptions of a shard, or with null of all shards, as if their lifetime were over. */
    public int expireSubscriptions(String stream, String shardId) {
        return subscriptions.expire(stream, shardId);
    }

    /** Completes open subscriptions of a shard, or with null of all shards, early and without a word. */
    public int endSubscriptions(String stream, String shardId) {
        return subscriptions.end(stream, shardId);
    }

    /** Ends open subscriptions of a shard, or with null of all shards, with an exception frame. */
    public int failSubscriptions(String stream, String shardId, String errorType) {
        return subscriptions.fail(stream, shardId, errorType, "Fault on demand");
    }

    /** Ends open subscriptions of a shard, or with null of all shards, with RST_STREAM. */
    public int resetSubscriptions(String stream, String shardId) {
        return subscriptions.reset(stream, shardId, INTERNAL_ERROR);
    }

    /** Closes the connections of open subscriptions of a shard, or with null of all shards. */
    public int closeConnections(String stream, String shardId) {
        return subscriptions.closeConnections(stream, shardId);
    }

    /** Asked when a request has been accepted. */
    public Optional<KinesisServiceException> refusal(CallTarget call) {
        for (Fault fault : armed) {
            Optional<KinesisServiceException> error = fault.refuse(call);
            if (error.isPresent()) {
                return error;
            }
        }
        return Optional.empty();
    }

    /** Asked when a request has been accepted; several delays add up. */
    public Duration delayOf(CallTarget call) {
        Duration sum = Duration.ZERO;
        for (Fault fault : armed) {
            sum = sum.plus(fault.delay(call));
        }
        return sum;
    }

    /** Asked when the work is done. */
    public boolean answerLost(CallTarget call) {
        for (Fault fault : armed) {
            if (fault.loseAnswer(call)) {
                return true;
            }
        }
        return false;
    }

    /** Asked for each record that is to be stored. */
    public Optional<KinesisServiceException> recordFailure(CallTarget call) {
        for (Fault fault : armed) {
            Optional<KinesisServiceException> error = fault.failRecord(call);
            if (error.isPresent()) {
                return error;
            }
        }
        return Optional.empty();
    }

    /** Asked before each event of a subscription. */
    public boolean silenced(CallTarget subscription) {
        for (Fault fault : armed) {
            if (fault.silence(subscription)) {
                return true;
            }
        }
        return false;
    }

    private ArmedFault arm(Fault fault, Trigger trigger) {
        armed.add(fault);
        return new ArmedFault(trigger, () -> armed.remove(fault));
    }
}
