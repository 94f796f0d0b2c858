package io.github.camelconduit.kinesis.embedded.call;

import java.util.List;
import java.util.Map;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.codec.Answer;
import io.github.camelconduit.kinesis.embedded.codec.AnswerWriter;
import io.github.camelconduit.kinesis.embedded.codec.Request;
import io.github.camelconduit.kinesis.embedded.codec.TextShape;
import io.github.camelconduit.kinesis.embedded.log.CallEntry;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;
import io.github.camelconduit.kinesis.embedded.stream.StreamConsumer;
import io.github.camelconduit.kinesis.embedded.stream.StreamStatus;
import io.github.camelconduit.kinesis.embedded.subscribe.Subscriptions;

/** RegisterStreamConsumer, DeregisterStreamConsumer, DescribeStreamConsumer, ListStreamConsumers. */
final class ConsumerCalls {

    private static final int MAX_PAGE = 10_000;

    private final KinesisAccount account;
    private final Subscriptions subscriptions;
    private final Rules rules;

    ConsumerCalls(KinesisAccount account, Subscriptions subscriptions, Rules rules) {
        this.account = account;
        this.subscriptions = subscriptions;
        this.rules = rules;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "RegisterStreamConsumer", this::register,
                "DeregisterStreamConsumer", this::deregister,
                "DescribeStreamConsumer", this::describe,
                "ListStreamConsumers", this::list);
    }

    private Answer register(Request request, CallEntry entry) {
        String name = request.requiredText("ConsumerName", TextShape.CONSUMER_NAME);
        KinesisStream stream = account.streamByArn(request.requiredText("StreamARN", TextShape.STREAM_ARN));
        stream.requireInUse();
        Map<String, String> tags = TagCalls.tagsOfNew(request, rules);
        StreamConsumer consumer = stream.consumers().register(name);
        consumer.tags().put(tags);
        return to -> to.structure("Consumer", c -> members(c, consumer));
    }

    private Answer deregister(Request request, CallEntry entry) {
        StreamConsumer consumer = consumer(request);
        if (consumer.status() == StreamStatus.DELETING) {
            throw KinesisServiceException.resourceInUse(
                    "Consumer %s is not ACTIVE, instead in state DELETING".formatted(consumer.arn()));
        }
        account.stream(consumer.streamName()).consumers().delete(consumer, rules.consumerDeletionTime());
        subscriptions.consumerDeregistered(consumer.arn());
        return Answer.EMPTY;
    }

    private Answer describe(Request request, CallEntry entry) {
        StreamConsumer consumer = consumer(request);
        String streamArn = account.arnOf(consumer.streamName());
        return to -> to.structure("ConsumerDescription", c -> {
            members(c, consumer);
            c.text("StreamARN", streamArn);
        });
    }

    private Answer list(Request request, CallEntry entry) {
        KinesisStream stream = account.streamByArn(request.requiredText("StreamARN", TextShape.STREAM_ARN));
        String nextToken = request.text("NextToken", TextShape.NEXT_TOKEN);
        if (nextToken != null && request.has("StreamCreationTimestamp")) {
            throw KinesisServiceException.invalidArgument(
                    "NextToken and StreamCreationTimestamp cannot be provided together.");
        }
        StreamLookup.requireCreatedThen(stream, request);
        int limit = Math.min(request.integer("MaxResults", 1, MAX_PAGE, MAX_PAGE), rules.pageSize());
        String after = nextToken == null ? "" : lastNameOf(nextToken, stream);
        List<StreamConsumer> rest = stream.consumers().all().stream()
                .filter(c -> c.name().compareTo(after) > 0)
                .toList();
        List<StreamConsumer> page = rest.subList(0, Math.min(limit, rest.size()));
        String next = page.size() == rest.size()
                ? null
                : Token.of(
                                Token.Kind.CONSUMERS,
                                stream,
                                page.get(page.size() - 1).name())
                        .encode();
        return to -> to.structures("Consumers", page, ConsumerCalls::members).text("NextToken", next);
    }

    private String lastNameOf(String nextToken, KinesisStream stream) {
        Token token = Token.nextToken(Token.Kind.CONSUMERS, 1, nextToken, rules.nextTokenLifetime());
        if (!token.isFor(stream)) {
            throw KinesisServiceException.invalidArgument("NextToken is of another stream.");
        }
        return token.parts().get(0);
    }

    private StreamConsumer consumer(Request request) {
        String consumerArn = request.text("ConsumerARN", TextShape.CONSUMER_ARN);
        String streamArn = request.text("StreamARN", TextShape.STREAM_ARN);
        String name = request.text("ConsumerName", TextShape.CONSUMER_NAME);
        if (consumerArn != null) {
            StreamConsumer consumer = account.consumerByArn(consumerArn);
            if (name != null && !name.equals(consumer.name())) {
                throw conflicting("ConsumerName", name, consumerArn);
            }
            if (streamArn != null && !streamArn.equals(account.arnOf(consumer.streamName()))) {
                throw conflicting("StreamARN", streamArn, consumerArn);
            }
            return consumer;
        }
        if (streamArn == null || name == null) {
            throw KinesisServiceException.invalidArgument(
                    "Either ConsumerARN or both StreamARN and ConsumerName must be provided.");
        }
        return account.streamByArn(streamArn)
                .consumers()
                .byName(name)
                .orElseThrow(() -> KinesisServiceException.resourceNotFound(
                        "Consumer %s under stream %s not found.".formatted(name, streamArn)));
    }

    private static KinesisServiceException conflicting(String member, String value, String consumerArn) {
        return KinesisServiceException.invalidArgument(
                "%s %s does not match ConsumerARN %s.".formatted(member, value, consumerArn));
    }

    private static void members(AnswerWriter to, StreamConsumer consumer) {
        to.text("ConsumerName", consumer.name())
                .text("ConsumerARN", consumer.arn())
                .text("ConsumerStatus", consumer.status().name())
                .timestamp("ConsumerCreationTimestamp", consumer.createdAt());
    }
}
