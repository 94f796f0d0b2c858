package io.github.camelconduit.kinesis.embedded.subscribe;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

import io.vertx.core.http.HttpServerRequest;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.SubscriptionView;
import io.github.camelconduit.kinesis.embedded.fault.OpenSubscriptions;
import io.github.camelconduit.kinesis.embedded.fault.Sequel;
import io.github.camelconduit.kinesis.embedded.log.SubscriptionEnd;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;
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
    void admitCall(KinesisStream stream, StreamConsumer consumer, String shardId) {
        boolean admitted;
        synchronized (slots) {
            admitted = slot(new Key(stream, consumer.arn(), shardId)).calls.tryTake(1);
        }
        if (!admitted) {
            throw KinesisServiceException.limitExceeded(
                    "Rate exceeded for consumer %s and shard %s: at most %d SubscribeToShard calls a second."
                            .formatted(consumer.arn(), shardId, rules.subscribeCallsPerSecond()));
        }
    }

    /** What may be pushed for a consumer and shard: a renewal has no more of it than the subscription before left. */
    RateLimit pace(KinesisStream stream, StreamConsumer consumer, String shardId) {
        synchronized (slots) {
            return slot(new Key(stream, consumer.arn(), shardId)).pushed;
        }
    }

    private Slot slot(Key key) {
        return slots.computeIfAbsent(
                key,
                k -> new Slot(
                        new RateLimit(rules.subscribeCallsPerSecond()), new RateLimit(rules.pushBytesPerSecond())));
    }

    /**
     * Takes a new subscription in; an older one for the same consumer and shard ends, see {@link Rules#takeoverCompletes()}.
     *
     * @throws KinesisServiceException ResourceInUseException when the last success is too recent, see
     *                                 {@link Rules#resubscribeInterval()}
     */
    void admit(Subscription subscription) {
        Key key = Key.of(subscription);
        Subscription older;
        synchronized (slots) {
            Slot slot = slot(key);
            if (slot.usedWithin(rules.resubscribeInterval())) {
                throw KinesisServiceException.resourceInUse(inUse(subscription));
            }
            older = slot.current;
            slot.succeeded();
            slot.current = subscription;
        }
        if (older != null) {
            older.end(rules.takeoverCompletes() ? takenOverSilently() : takenOver(subscription));
        }
    }

    /** Takes a subscription back that was not started: its consumer is gone, or going. On its context. */
    void withdraw(Subscription subscription) {
        subscription.abandon();
        synchronized (slots) {
            slots.remove(Key.of(subscription));
        }
    }

    /** Ends a subscription that was not started, because its client will not hear of it. On its context. */
    void lose(Subscription subscription) {
        subscription.abandon();
        ended(subscription);
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
        endAll(s -> s.consumer().arn().equals(consumerArn), consumerGone(consumerArn));
        forget(key -> key.consumerArn().equals(consumerArn));
    }

    /** Ends the subscriptions of a stream that was deleted, and not those of a later one of its name. */
    public void streamDeleted(KinesisStream stream) {
        Ending ending = Ending.fail(
                SubscriptionEnd.STREAM_DELETED,
                "ResourceNotFoundException",
                "Stream %s under account %s not found.".formatted(stream.name(), KinesisAccount.ID));
        endAll(s -> s.stream() == stream, ending);
        forget(key -> key.stream() == stream);
    }

    /** No later consumer has the same ARN. */
    private void forget(Predicate<Key> which) {
        synchronized (slots) {
            slots.keySet().removeIf(which);
        }
    }

    /** Ends all because the server is closing; their connections are closed next. */
    public void serverClosing() {
        endAll(s -> true, Ending.gone(SubscriptionEnd.SERVER_CLOSED));
    }

    @Override
    public int apply(Sequel sequel, String stream, String shardId) {
        List<Subscription> found = matching(of(stream, shardId));
        found.forEach(s -> s.followSoon(sequel));
        return found.size();
    }

    @Override
    public int fail(String stream, String shardId, String errorType, String message) {
        Ending ending = Ending.fail(SubscriptionEnd.FAULT, errorType, message);
        List<Subscription> found = matching(of(stream, shardId));
        found.forEach(s -> s.endNow(ending));
        return found.size();
    }

    /** Does what a fault wants and says how the subscription ends, if it does. On the subscription's context. */
    Optional<Ending> follow(Sequel sequel, Subscription subscription, HttpServerRequest request) {
        return switch (sequel) {
            case GO_ON -> Optional.empty();
            case COMPLETE -> Optional.of(Ending.complete(SubscriptionEnd.FAULT));
            case EXPIRE -> Optional.of(Ending.complete(SubscriptionEnd.EXPIRED));
            case GO_AWAY, HALF_OPEN -> {
                sequel.wireBreak().ifPresent(how -> how.apply(request));
                yield Optional.empty();
            }
            case TAKE_OVER -> {
                taken(subscription);
                yield Optional.of(takenOver(subscription));
            }
            case TAKE_OVER_COMPLETING -> {
                taken(subscription);
                yield Optional.of(takenOverSilently());
            }
            case DEREGISTER_CONSUMER -> {
                StreamConsumer consumer = subscription.consumer();
                subscription.stream().consumers().delete(consumer, rules.consumerDeletionTime());
                consumerDeregistered(consumer.arn());
                yield Optional.of(consumerGone(consumer.arn()));
            }
            case RESET_STREAM, GO_AWAY_WITH_ERROR, CLOSE_CONNECTION, RESET_CONNECTION ->
                sequel.wireBreak().map(Ending::broken);
        };
    }

    /** A call that nobody here made was accepted. */
    private void taken(Subscription subscription) {
        synchronized (slots) {
            slot(Key.of(subscription)).succeeded();
        }
    }

    private static Ending takenOver(Subscription subscription) {
        return Ending.fail(SubscriptionEnd.TAKEN_OVER, "ResourceInUseException", inUse(subscription));
    }

    private static Ending takenOverSilently() {
        return Ending.complete(SubscriptionEnd.TAKEN_OVER);
    }

    private static Ending consumerGone(String consumerArn) {
        return Ending.fail(
                SubscriptionEnd.CONSUMER_DEREGISTERED,
                "ResourceNotFoundException",
                "Consumer %s not found.".formatted(consumerArn));
    }

    private void endAll(Predicate<Subscription> which, Ending ending) {
        matching(which).forEach(s -> s.end(ending));
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

    private record Key(KinesisStream stream, String consumerArn, String shardId) {
        static Key of(Subscription subscription) {
            return new Key(subscription.stream(), subscription.consumer().arn(), subscription.shardId());
        }
    }

    /** Guarded by {@code slots}. */
    private static final class Slot {
        private final RateLimit calls;
        private final RateLimit pushed;
        private boolean used;
        private long lastSuccessNanos;
        private Subscription current;

        Slot(RateLimit calls, RateLimit pushed) {
            this.calls = calls;
            this.pushed = pushed;
        }

        void succeeded() {
            used = true;
            lastSuccessNanos = System.nanoTime();
        }

        boolean usedWithin(Duration interval) {
            return used && System.nanoTime() - lastSuccessNanos < interval.toNanos();
        }
    }
}
