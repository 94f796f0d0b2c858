package io.github.camelconduit.kinesis.embedded.fault;

/** Open subscriptions send nothing, not even empty events, and do not end: what a half-open connection looks like. */
record Silence(Trigger trigger) implements Fault {

    @Override
    public boolean silence(CallTarget subscription) {
        return trigger.hits(subscription);
    }
}
