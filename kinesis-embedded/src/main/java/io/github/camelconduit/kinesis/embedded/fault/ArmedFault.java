package io.github.camelconduit.kinesis.embedded.fault;

/** A fault that is in place. */
public final class ArmedFault {

    private final long id;
    private final FaultCatalog kind;
    private final Fault fault;
    private final Trigger trigger;
    private final Faults faults;

    ArmedFault(long id, FaultCatalog kind, Fault fault, Trigger trigger, Faults faults) {
        this.id = id;
        this.kind = kind;
        this.fault = fault;
        this.trigger = trigger;
        this.faults = faults;
    }

    /** Its number, for the admin call; grows from 1. */
    public long id() {
        return id;
    }

    public FaultCatalog kind() {
        return kind;
    }

    /** How often it has hit so far. */
    public long hits() {
        return trigger.hits();
    }

    /** What it hits. */
    public CallTarget target() {
        return trigger.target();
    }

    /** Takes it away; what it has done stays done. */
    public void remove() {
        faults.remove(this);
    }

    Fault fault() {
        return fault;
    }

    boolean exhausted() {
        return trigger.exhausted();
    }
}
