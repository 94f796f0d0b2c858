package io.github.camelconduit.kinesis.embedded.fault;

/**
 * Open subscriptions send nothing, not even empty events, and do not end; other calls are neither done nor answered: what
 * a half-open connection looks like.
 */
record Silence(Trigger trigger) implements Fault {

    @Override
    public boolean silence(CallTarget call) {
        return trigger.hits(call);
    }
}
