package io.github.camelconduit.kinesis.embedded.subscribe;

import java.util.function.Consumer;

import io.vertx.core.http.HttpServerRequest;

import io.github.camelconduit.kinesis.embedded.fault.WireBreak;
import io.github.camelconduit.kinesis.embedded.log.SubscriptionEnd;

/**
 * A way a subscription ends.
 *
 * @param reason for the log
 * @param isTold whether the server tells the client of it
 * @param onWire what the client sees of it
 */
record Ending(SubscriptionEnd reason, boolean isTold, Consumer<HttpServerRequest> onWire) {

    /** The stream is completed normally. */
    static Ending complete(SubscriptionEnd reason) {
        return new Ending(reason, true, request -> request.response().end());
    }

    /** An exception frame, then the stream is completed. */
    static Ending fail(SubscriptionEnd reason, String errorType, String message) {
        return new Ending(
                reason, true, request -> request.response().end(EventStreamFrame.exception(errorType, message)));
    }

    /** The exchange or the connection is broken. */
    static Ending broken(WireBreak how) {
        return new Ending(SubscriptionEnd.FAULT, true, how::apply);
    }

    /** The client is gone: nothing to tell it. */
    static Ending gone(SubscriptionEnd reason) {
        return new Ending(reason, false, request -> {});
    }
}
