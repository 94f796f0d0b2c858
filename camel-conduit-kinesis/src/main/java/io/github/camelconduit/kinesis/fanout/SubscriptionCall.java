package io.github.camelconduit.kinesis.fanout;

import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;

/** The call that opens one subscription: between the fan-out and the AWS SDK. */
public interface SubscriptionCall {

    /**
     * Starts to subscribe. Returns without waiting for the network, though finding credentials may take a moment. The
     * observer may be called from any thread, before this returns as well; events come only after they were requested.
     */
    Handle open(SubscribeToShardRequest request, Observer observer);

    /** An open subscription. */
    interface Handle {

        /** Asks for so many more events. Any thread; before the answer came as well. */
        void request(long events);

        /** Ends it. Any thread, more than once as well. The observer may or may not be told. */
        void cancel();
    }

    /** What a subscription tells. It may tell an end more than once, and after it was cancelled. */
    interface Observer {

        /** The service has accepted the subscription. Not every server says so before the first event. */
        void opened();

        /** An event came. One at a time. */
        void event(ShardEvent event);

        /** The stream of events is over without an error. That is no proof of a clean end. */
        void completed();

        /** The call or its stream of events failed. */
        void failed(Throwable cause);
    }
}
