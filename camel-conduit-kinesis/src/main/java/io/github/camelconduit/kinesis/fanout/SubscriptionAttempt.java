package io.github.camelconduit.kinesis.fanout;

import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;

import io.github.camelconduit.kinesis.client.CredentialErrors;

/**
 * One call of a {@link ShardSubscription} and its stream of events. Its identity tells the subscription whether what it
 * says still counts.
 */
final class SubscriptionAttempt implements SubscriptionCall.Observer {

    private final Listener listener;

    /** Null until the call has returned. Guarded by this. */
    private SubscriptionCall.Handle handle;
    /** What was asked for before the call had returned. Guarded by this. */
    private long requested;
    /** Guarded by this. */
    private boolean cancelled;

    private boolean heard;

    /** Who makes the attempt. Called from any thread, and told an end more than once, and after it was cancelled. */
    interface Listener {

        void opened(SubscriptionAttempt attempt);

        void event(SubscriptionAttempt attempt, ShardEvent event);

        void completed(SubscriptionAttempt attempt);

        void failed(SubscriptionAttempt attempt, Throwable cause);
    }

    SubscriptionAttempt(Listener listener) {
        this.listener = listener;
    }

    /** Makes the call. Not under a lock of the listener's: it may be told before this returns. */
    void open(SubscriptionCall call, SubscribeToShardRequest request) {
        SubscriptionCall.Handle opened;
        try {
            opened = call.open(request, this);
        } catch (Throwable e) {
            failed(e);
            return;
        }
        long events;
        boolean over;
        synchronized (this) {
            handle = opened;
            over = cancelled;
            events = requested;
        }
        if (over) {
            opened.cancel();
        } else if (events > 0) {
            opened.request(events);
        }
    }

    /** Asks for so many more events: at once, or when the call has returned. */
    void request(long events) {
        SubscriptionCall.Handle opened;
        synchronized (this) {
            opened = handle;
            if (opened == null) {
                requested += events;
                return;
            }
        }
        opened.request(events);
    }

    /** Ends it. Not under a lock of the listener's. */
    void cancel() {
        SubscriptionCall.Handle opened;
        synchronized (this) {
            cancelled = true;
            opened = handle;
        }
        if (opened != null) {
            opened.cancel();
        }
    }

    /** Whether an event has come. Guarded by the lock of the subscription, as {@link #hear}. */
    boolean hasHeard() {
        return heard;
    }

    void hear() {
        heard = true;
    }

    @Override
    public void opened() {
        listener.opened(this);
    }

    @Override
    public void event(ShardEvent event) {
        listener.event(this, event);
    }

    @Override
    public void completed() {
        listener.completed(this);
    }

    @Override
    public void failed(Throwable cause) {
        listener.failed(this, CredentialErrors.withoutText(cause));
    }
}
