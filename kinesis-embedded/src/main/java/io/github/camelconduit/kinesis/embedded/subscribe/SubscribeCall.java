package io.github.camelconduit.kinesis.embedded.subscribe;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.codec.PositionMember;
import io.github.camelconduit.kinesis.embedded.codec.Request;
import io.github.camelconduit.kinesis.embedded.codec.TextShape;
import io.github.camelconduit.kinesis.embedded.fault.CallTarget;
import io.github.camelconduit.kinesis.embedded.fault.Faults;
import io.github.camelconduit.kinesis.embedded.fault.WireBreak;
import io.github.camelconduit.kinesis.embedded.log.CallEntry;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;
import io.github.camelconduit.kinesis.embedded.stream.Shard;
import io.github.camelconduit.kinesis.embedded.stream.StartingPosition;
import io.github.camelconduit.kinesis.embedded.stream.StreamConsumer;
import io.github.camelconduit.kinesis.embedded.stream.StreamStatus;

/** The operation SubscribeToShard. */
public final class SubscribeCall {

    /** AWS's name of it. */
    public static final String OPERATION = CallTarget.SUBSCRIBE;

    private static final String EVENT_STREAM = "application/vnd.amazon.eventstream";

    private final KinesisAccount account;
    private final Subscriptions subscriptions;
    private final Vertx vertx;
    private final Rules rules;
    private final Faults faults;

    public SubscribeCall(KinesisAccount account, Subscriptions subscriptions, Vertx vertx, Rules rules, Faults faults) {
        this.account = account;
        this.subscriptions = subscriptions;
        this.vertx = vertx;
        this.rules = rules;
        this.faults = faults;
    }

    /**
     * Opens a subscription that answers the request from now on. On the connection's event loop.
     *
     * @throws KinesisServiceException when it is refused: the caller answers
     */
    public void open(Request members, HttpServerRequest request, CallEntry entry) {
        if (request.response().closed()) {
            // Given up while a fault delayed it: nobody would tell the subscription that its client is gone.
            return;
        }
        String consumerArn = members.requiredText("ConsumerARN", TextShape.CONSUMER_ARN);
        String shardId = members.requiredText("ShardId", TextShape.SHARD_ID);
        StartingPosition position = members.structure("StartingPosition")
                .map(p -> PositionMember.read(p, "Type", "SequenceNumber"))
                .orElseThrow(() -> KinesisServiceException.missing("startingPosition"));
        entry.position(position);
        KinesisStream stream = account.streamOfConsumer(consumerArn);
        StreamConsumer consumer = activeConsumer(stream, consumerArn);
        Shard shard = stream.shard(shardId);
        subscriptions.admitCall(stream, consumer, shardId);
        Subscription subscription = new Subscription(
                stream, consumer, shard, shard.indexOf(position), request, vertx, rules, faults, entry, subscriptions);
        subscriptions.admit(subscription);
        try {
            // Whoever deletes the consumer or the stream marks it first and then ends the subscriptions it finds.
            // One that it could not find yet sees the mark here.
            activeConsumer(account.streamOfConsumer(consumerArn), consumerArn);
        } catch (KinesisServiceException e) {
            subscriptions.withdraw(subscription);
            throw e;
        }
        if (faults.answerLost(new CallTarget(OPERATION, consumer.streamName(), shardId))) {
            subscriptions.lose(subscription);
            request.response().reset(WireBreak.CANCEL);
            return;
        }
        entry.succeeded();
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM);
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().setChunked(true);
        }
        subscription.start();
    }

    /** @throws KinesisServiceException ResourceNotFoundException, ResourceInUseException when it or its stream is not ready */
    private static StreamConsumer activeConsumer(KinesisStream stream, String arn) {
        stream.requireInUse();
        StreamConsumer consumer = stream.consumers()
                .byArn(arn)
                .orElseThrow(() -> KinesisServiceException.resourceNotFound("Consumer %s not found.".formatted(arn)));
        if (consumer.status() != StreamStatus.ACTIVE) {
            throw KinesisServiceException.resourceInUse(
                    "Consumer %s is not ACTIVE, instead in state %s".formatted(arn, consumer.status()));
        }
        return consumer;
    }
}
