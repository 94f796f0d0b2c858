package io.github.camelconduit.kinesis.embedded.fault;

/** A fault that is in place. */
public final class ArmedFault {

    private final Trigger trigger;
    private final Runnable remover;

    ArmedFault(Trigger trigger, Runnable remover) {
        this.trigger = trigger;
        this.remover = remover;
    }

    /** How often it has hit so far. */
    public long hits() {
        return trigger.hits();
    }

    /** Takes it away; what it has done stays done. */
    public void remove() {
        remover.run();
    }
}
