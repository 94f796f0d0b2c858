package io.github.camelconduit.kinesis.embedded.fault;

/**
 * Open subscriptions send nothing, not even empty events, and do not end before their client goes; other calls are neither
 * done nor answered. The connection itself is well, PINGs are answered: see {@link WireBreak#HALF_OPEN} for one that is not.
 */
record Silence(Trigger trigger) implements Fault {

    @Override
    public boolean silence(CallTarget call) {
        return trigger.hits(call);
    }
}
