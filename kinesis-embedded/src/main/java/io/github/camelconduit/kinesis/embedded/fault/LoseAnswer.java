package io.github.camelconduit.kinesis.embedded.fault;

import java.util.function.BiFunction;

/** Does what a call asks, then resets its stream instead of answering: the caller cannot know. */
public final class LoseAnswer implements Fault {

    private final Trigger trigger;

    private LoseAnswer(Trigger trigger) {
        this.trigger = trigger;
    }

    @Override
    public boolean loseAnswer(CallTarget call) {
        return trigger.hits(call);
    }

    /** Nothing further to say. */
    public static final class Setup extends FaultSetup<Setup> {

        Setup(String operation, BiFunction<Fault, Trigger, ArmedFault> arm) {
            super(operation, arm);
        }

        @Override
        Setup self() {
            return this;
        }

        @Override
        Fault fault(Trigger trigger) {
            return new LoseAnswer(trigger);
        }
    }
}
