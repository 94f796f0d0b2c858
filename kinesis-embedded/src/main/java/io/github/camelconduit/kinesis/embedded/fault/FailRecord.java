package io.github.camelconduit.kinesis.embedded.fault;

import java.util.Optional;
import java.util.function.BiFunction;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;

/** Refuses single records: PutRecords fails in part, PutRecord as a whole. Counts records, not calls. */
public final class FailRecord implements Fault {

    private final Trigger trigger;
    private final KinesisServiceException error;

    private FailRecord(Trigger trigger, KinesisServiceException error) {
        this.trigger = trigger;
        this.error = error;
    }

    @Override
    public Optional<KinesisServiceException> failRecord(CallTarget call) {
        return trigger.hits(call) ? Optional.of(error) : Optional.empty();
    }

    /** Says with which error. */
    public static final class Setup extends FaultSetup<Setup> {

        private final KinesisServiceException error;

        Setup(KinesisServiceException error, BiFunction<Fault, Trigger, ArmedFault> arm) {
            super(null, arm);
            this.error = error;
        }

        @Override
        Setup self() {
            return this;
        }

        @Override
        Fault fault(Trigger trigger) {
            return new FailRecord(trigger, error);
        }
    }
}
