package io.github.camelconduit.kinesis.embedded.fault;

import java.util.function.BiFunction;

/** Open subscriptions send nothing, not even empty events, and do not end: what a half-open connection looks like. */
public final class Silence implements Fault {

    private final Trigger trigger;

    private Silence(Trigger trigger) {
        this.trigger = trigger;
    }

    @Override
    public boolean silence(CallTarget subscription) {
        return trigger.hits(subscription);
    }

    /** Nothing further to say. */
    public static final class Setup extends FaultSetup<Setup> {

        Setup(BiFunction<Fault, Trigger, ArmedFault> arm) {
            super("SubscribeToShard", arm);
        }

        @Override
        Setup self() {
            return this;
        }

        @Override
        Fault fault(Trigger trigger) {
            return new Silence(trigger);
        }
    }
}
