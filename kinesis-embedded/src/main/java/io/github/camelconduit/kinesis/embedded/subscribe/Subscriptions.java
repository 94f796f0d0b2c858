package io.github.camelconduit.kinesis.embedded.subscribe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.SubscriptionView;
import io.github.camelconduit.kinesis.embedded.fault.OpenSubscriptions;
import io.github.camelconduit.kinesis.embedded.log.SubscriptionEnd;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.RateLimit;
import io.github.camelconduit.kinesis.embedded.stream.StreamConsumer;

/** The open subscriptions, at most one for each consumer and shard. Thread-safe. */
public final class Subscriptions implements OpenSubscriptions {

    private final Rules rules;
    private final Map<Key, Slot> slots = new HashMap<>();

    public Subscriptions(Rules rules) {
        this.rules = rules;
    }

    /**
     * Counts a call for a consumer and shard, whatever becomes of it.
     *
     * @throws KinesisServiceException LimitExceededException, see {@link Rules#subscribeCallsPerSecond()}
     */
    void admitCall(StreamConsumer consumer, String shardId) {
        boolean admitted;
        synchronized (slots) {
            admitted = slot(new Key(consumer.arn(), shardId)).calls.tryTake(1);
        }
        if (!admitted) {
            throw KinesisServiceException.limitExceeded(
                    "Rate exceeded for consumer %s and shard %s: at most %d SubscribeToShard calls a second."
                            .formatted(consumer.arn(), shardId, rules.subscribeCallsPerSecond()));
        }
    }

    private Slot slot(Key key) {
        return slots.computeIfAbsent(key, k -> new Slot(new RateLimit(rules.subscribeCallsPerSecond())));
    }

    /**
     * Takes a new subscription in; an older one for the same consumer and shard ends as AWS ends it.
     *
     * @throws KinesisServiceException ResourceInUseException when the last success is too recent, see
     *                                 {@link Rules#resubscribeInterval()}
     */
    void admit(Subscription subscription) {
        Key key = Key.of(subscription);
        Subscription older;
        synchronized (slots) {
            Slot slot = slot(key);
            long now = System.nanoTime();
            if (slot.used
                    && now - slot.lastSuccessNanos < rules.resubscribeInterval().toNanos()) {
                throw KinesisServiceException.resourceInUse(inUse(subscription));
            }
            older = slot.current;
            slot.used = true;
            slot.current = subscription;
            slot.lastSuccessNanos = now;
        }
        if (older != null) {
            older.end(Ending.fail(SubscriptionEnd.TAKEN_OVER, "ResourceInUseException", inUse(subscription)));
        }
    }

    void ended(Subscription subscription) {
        synchronized (slots) {
            Slot slot = slots.get(Key.of(subscription));
            if (slot != null && slot.current == subscription) {
                slot.current = null;
            }
        }
    }

    public List<SubscriptionView> views() {
        return matching(s -> true).stream().map(Subscription::view).toList();
    }

    /** Ends the subscriptions of a consumer that was deregistered. */
    public void consumerDeregistered(String consumerArn) {
        Ending ending = Ending.fail(
                SubscriptionEnd.CONSUMER_DEREGISTERED,
                "ResourceNotFoundException",
                "Consumer %s not found.".formatted(consumerArn));
        endAll(s -> s.consumer().arn().equals(consumerArn), ending);
        forget(consumerArn);
    }

    /** Ends the subscriptions of a stream that was deleted. */
    public void streamDeleted(String stream, String streamArn) {
        Ending ending = Ending.fail(
                SubscriptionEnd.STREAM_DELETED,
                "ResourceNotFoundException",
                "Stream %s under account %s not found.".formatted(stream, KinesisAccount.ID));
        endAll(s -> s.consumer().streamName().equals(stream), ending);
        forget(streamArn + "/consumer/");
    }

    /** No later consumer has the same ARN. */
    private void forget(String arnPrefix) {
        synchronized (slots) {
            slots.keySet().removeIf(key -> key.consumerArn().startsWith(arnPrefix));
        }
    }

    /** Ends all because the server is closing; their connections are closed next. */
    public void serverClosing() {
        endAll(s -> true, Ending.gone(SubscriptionEnd.SERVER_CLOSED));
    }

    @Override
    public int expire(String stream, String shardId) {
        return endAll(of(stream, shardId), Ending.complete(SubscriptionEnd.EXPIRED));
    }

    @Override
    public int end(String stream, String shardId) {
        return endAll(of(stream, shardId), Ending.complete(SubscriptionEnd.FAULT));
    }

    @Override
    public int fail(String stream, String shardId, String errorType, String message) {
        return endAll(of(stream, shardId), Ending.fail(SubscriptionEnd.FAULT, errorType, message));
    }

    @Override
    public int reset(String stream, String shardId, long errorCode) {
        return endAll(of(stream, shardId), Ending.reset(SubscriptionEnd.FAULT, errorCode));
    }

    @Override
    public int closeConnections(String stream, String shardId) {
        return endAll(of(stream, shardId), Ending.closeConnection(SubscriptionEnd.FAULT));
    }

    private int endAll(Predicate<Subscription> which, Ending ending) {
        List<Subscription> found = matching(which);
        found.forEach(s -> s.end(ending));
        return found.size();
    }

    private List<Subscription> matching(Predicate<Subscription> which) {
        synchronized (slots) {
            return slots.values().stream()
                    .map(slot -> slot.current)
                    .filter(Objects::nonNull)
                    .filter(which)
                    .toList();
        }
    }

    private static Predicate<Subscription> of(String stream, String shardId) {
        return s -> (stream == null || s.consumer().streamName().equals(stream))
                && (shardId == null || s.shardId().equals(shardId));
    }

    private static String inUse(Subscription subscription) {
        StreamConsumer consumer = subscription.consumer();
        return "Another active subscription exists for this consumer: %s:%s:%s:%s"
                .formatted(KinesisAccount.ID, consumer.streamName(), subscription.shardId(), consumer.name());
    }

    private record Key(String consumerArn, String shardId) {
        static Key of(Subscription subscription) {
            return new Key(subscription.consumer().arn(), subscription.shardId());
        }
    }

    /** Guarded by {@code slots}. */
    private static final class Slot {
        private final RateLimit calls;
        private boolean used;
        private long lastSuccessNanos;
        private Subscription current;

        Slot(RateLimit calls) {
            this.calls = calls;
        }
    }
}
