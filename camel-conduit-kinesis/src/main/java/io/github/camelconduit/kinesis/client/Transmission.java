package io.github.camelconduit.kinesis.client;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Whether one call has reached the point from which on the service may have got it. Thread-safe. */
public final class Transmission {

    /** What a call carries its own by. */
    public static final ExecutionAttribute<Transmission> OF_CALL =
            new ExecutionAttribute<>("ConduitKinesisTransmission");

    /** Notes it in the calls that carry one. */
    public static final ExecutionInterceptor INTERCEPTOR = new ExecutionInterceptor() {
        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            Transmission ofCall = attributes.getAttribute(OF_CALL);
            if (ofCall != null) {
                ofCall.begun = true;
            }
        }
    };

    private volatile boolean begun;

    public boolean isBegun() {
        return begun;
    }
}
