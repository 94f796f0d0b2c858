package io.github.camelconduit.kinesis.embedded.fault;

import java.time.Duration;

/** Lets a call wait before anything is done for it. */
record DelayCall(Trigger trigger, Duration delay) implements Fault {

    @Override
    public Duration delay(CallTarget call) {
        return trigger.hits(call) ? delay : Duration.ZERO;
    }
}
