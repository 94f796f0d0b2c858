package io.github.camelconduit.kinesis.embedded.fault;

import java.util.Optional;
import java.util.function.BiFunction;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;

/** Answers a call with an error and does nothing of what it asks. */
public final class RefuseCall implements Fault {

    private final Trigger trigger;
    private final KinesisServiceException error;

    private RefuseCall(Trigger trigger, KinesisServiceException error) {
        this.trigger = trigger;
        this.error = error;
    }

    @Override
    public Optional<KinesisServiceException> refuse(CallTarget call) {
        return trigger.hits(call) ? Optional.of(error) : Optional.empty();
    }

    /** Without {@link #withError} the error is InternalFailure with status 500. */
    public static final class Setup extends FaultSetup<Setup> {

        private KinesisServiceException error = new KinesisServiceException("InternalFailure", 500, "Fault on demand");

        Setup(String operation, BiFunction<Fault, Trigger, ArmedFault> arm) {
            super(operation, arm);
        }

        /** The error type without a namespace, and its HTTP status. */
        public Setup withError(String type, int status) {
            error = new KinesisServiceException(type, status, "Fault on demand");
            return this;
        }

        @Override
        Setup self() {
            return this;
        }

        @Override
        Fault fault(Trigger trigger) {
            return new RefuseCall(trigger, error);
        }
    }
}
