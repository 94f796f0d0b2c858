package io.github.camelconduit.kinesis.fanout;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;

/** Calls that do nothing but what the test plays. */
final class ScriptedCalls implements SubscriptionCall {

    final List<Opened> opened = new CopyOnWriteArrayList<>();
    RuntimeException refuseWith;
    Error failWith;

    /** One call: what was asked, and the observer to play with. */
    static final class Opened implements Handle {
        final SubscribeToShardRequest request;
        final Observer observer;
        long requested;
        boolean cancelled;
        /** Thrown by a request. */
        Error requestFailsWith;

        private Opened(SubscribeToShardRequest request, Observer observer) {
            this.request = request;
            this.observer = observer;
        }

        @Override
        public void request(long events) {
            if (requestFailsWith != null) {
                throw requestFailsWith;
            }
            requested += events;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        String from() {
            String number = request.startingPosition().sequenceNumber();
            return request.startingPosition().typeAsString() + (number == null ? "" : ":" + number);
        }
    }

    @Override
    public Handle open(SubscribeToShardRequest request, Observer observer) {
        if (refuseWith != null) {
            throw refuseWith;
        }
        if (failWith != null) {
            throw failWith;
        }
        Opened call = new Opened(request, observer);
        opened.add(call);
        return call;
    }

    /** The shards that were subscribed to, in order. */
    List<String> shardIds() {
        return opened.stream().map(call -> call.request.shardId()).toList();
    }

    Opened last() {
        return opened.get(opened.size() - 1);
    }
}
