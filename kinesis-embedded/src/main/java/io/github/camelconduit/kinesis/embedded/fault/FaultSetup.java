package io.github.camelconduit.kinesis.embedded.fault;

import java.util.function.BiFunction;

/**
 * Says what a fault hits, then puts it in place: nothing happens before {@link #once()}, {@link #times}, {@link #always()}
 * or {@link #atRate}.
 *
 * @param <S> the setup's own type
 */
public abstract class FaultSetup<S extends FaultSetup<S>> {

    private final String operation;
    private final BiFunction<Fault, Trigger, ArmedFault> arm;
    private String stream;
    private String shardId;
    private long skip;

    FaultSetup(String operation, BiFunction<Fault, Trigger, ArmedFault> arm) {
        this.operation = operation;
        this.arm = arm;
    }

    abstract S self();

    abstract Fault fault(Trigger trigger);

    /** Only calls for this stream. */
    public S onStream(String name) {
        stream = name;
        return self();
    }

    /** Only calls for this shard. */
    public S onShard(String id) {
        shardId = id;
        return self();
    }

    /** Leaves the first {@code count} matching calls alone. */
    public S skipping(long count) {
        skip = count;
        return self();
    }

    /** Hits the next matching call. */
    public ArmedFault once() {
        return times(1);
    }

    /** Hits the next {@code count} matching calls. */
    public ArmedFault times(long count) {
        return arm(count, 1, 0);
    }

    /** Hits every matching call until it is removed. */
    public ArmedFault always() {
        return arm(Long.MAX_VALUE, 1, 0);
    }

    /**
     * Hits matching calls at random until it is removed.
     *
     * @param rate the share of calls it hits, 0 to 1
     * @param seed the same seed hits the same calls
     */
    public ArmedFault atRate(double rate, long seed) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("rate must be 0 to 1, was " + rate);
        }
        return arm(Long.MAX_VALUE, rate, seed);
    }

    private ArmedFault arm(long limit, double rate, long seed) {
        Trigger trigger = new Trigger(operation, stream, shardId, skip, limit, rate, seed);
        return arm.apply(fault(trigger), trigger);
    }
}
