package io.github.camelconduit.kinesis.embedded.fault;

import java.time.Duration;
import java.util.function.BiFunction;

/** Lets a call wait before anything is done for it. */
public final class DelayCall implements Fault {

    private final Trigger trigger;
    private final Duration delay;

    private DelayCall(Trigger trigger, Duration delay) {
        this.trigger = trigger;
        this.delay = delay;
    }

    @Override
    public Duration delay(CallTarget call) {
        return trigger.hits(call) ? delay : Duration.ZERO;
    }

    /** Says for how long. */
    public static final class Setup extends FaultSetup<Setup> {

        private final Duration delay;

        Setup(String operation, Duration delay, BiFunction<Fault, Trigger, ArmedFault> arm) {
            super(operation, arm);
            this.delay = delay;
        }

        @Override
        Setup self() {
            return this;
        }

        @Override
        Fault fault(Trigger trigger) {
            return new DelayCall(trigger, delay);
        }
    }
}
