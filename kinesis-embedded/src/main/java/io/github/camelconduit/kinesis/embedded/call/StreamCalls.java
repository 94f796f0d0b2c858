package io.github.camelconduit.kinesis.embedded.call;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.codec.Answer;
import io.github.camelconduit.kinesis.embedded.codec.AnswerWriter;
import io.github.camelconduit.kinesis.embedded.codec.Request;
import io.github.camelconduit.kinesis.embedded.codec.TextShape;
import io.github.camelconduit.kinesis.embedded.log.CallEntry;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;
import io.github.camelconduit.kinesis.embedded.stream.Shard;
import io.github.camelconduit.kinesis.embedded.stream.StreamMode;
import io.github.camelconduit.kinesis.embedded.stream.StreamStatus;
import io.github.camelconduit.kinesis.embedded.subscribe.Subscriptions;

/** CreateStream, DeleteStream, DescribeStream, DescribeStreamSummary, ListStreams. */
final class StreamCalls {

    private static final int MAX_PAGE = 10_000;

    private final KinesisAccount account;
    private final StreamLookup lookup;
    private final Subscriptions subscriptions;
    private final Rules rules;

    StreamCalls(KinesisAccount account, Subscriptions subscriptions, Rules rules) {
        this.account = account;
        this.lookup = new StreamLookup(account);
        this.subscriptions = subscriptions;
        this.rules = rules;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "CreateStream", this::create,
                "DeleteStream", this::delete,
                "DescribeStream", this::describe,
                "DescribeStreamSummary", this::describeSummary,
                "ListStreams", this::list);
    }

    private Answer create(Request request, CallEntry entry) {
        String name = request.requiredText("StreamName", TextShape.STREAM_NAME);
        StreamMode mode = Objects.requireNonNullElse(SettingCalls.mode(request), StreamMode.PROVISIONED);
        int maxRecordBytes = SettingCalls.maxRecordBytes(request, rules.maxRecordBytes());
        Map<String, String> tags = TagCalls.tagsOfNew(request, rules);
        // On-demand, the number of shards is not the caller's to say.
        int shardCount = mode == StreamMode.ON_DEMAND
                ? rules.onDemandShards()
                : request.requiredInteger("ShardCount", 1, Integer.MAX_VALUE);
        KinesisStream stream = account.create(name, mode, shardCount, rules.streamCreationTime());
        stream.settings().maxRecordBytes(maxRecordBytes);
        stream.settings().tags().put(tags);
        return Answer.EMPTY;
    }

    private Answer delete(Request request, CallEntry entry) {
        KinesisStream stream = lookup.active(request);
        if (!request.flag("EnforceConsumerDeletion")
                && !stream.consumers().all().isEmpty()) {
            throw KinesisServiceException.resourceInUse(
                    "Stream %s under account %s has registered consumers; set EnforceConsumerDeletion to delete it."
                            .formatted(stream.name(), KinesisAccount.ID));
        }
        account.delete(stream, rules.streamDeletionTime());
        subscriptions.streamDeleted(stream);
        return Answer.EMPTY;
    }

    private Answer describe(Request request, CallEntry entry) {
        KinesisStream stream = lookup.any(request);
        int limit = Math.min(request.integer("Limit", 1, MAX_PAGE, MAX_PAGE), rules.pageSize());
        String after = request.text("ExclusiveStartShardId", TextShape.SHARD_ID);
        List<Shard> rest = stream.status() == StreamStatus.CREATING
                ? List.of()
                : stream.shards().stream()
                        .filter(s -> after == null || s.id().compareTo(after) > 0)
                        .toList();
        List<Shard> page = rest.subList(0, Math.min(limit, rest.size()));
        return to -> to.structure("StreamDescription", description -> {
            common(description, stream);
            description
                    .structures("Shards", page, ShardAnswers::shard)
                    .flag("HasMoreShards", page.size() < rest.size());
        });
    }

    private Answer describeSummary(Request request, CallEntry entry) {
        KinesisStream stream = lookup.any(request);
        return to -> to.structure("StreamDescriptionSummary", summary -> {
            common(summary, stream);
            summary.number("OpenShardCount", stream.openShards().size())
                    .number("ConsumerCount", stream.consumers().all().size())
                    .number("MaxRecordSizeInKiB", stream.settings().maxRecordBytes() / 1024);
        });
    }

    private void common(AnswerWriter to, KinesisStream stream) {
        to.text("StreamName", stream.name())
                .text("StreamARN", stream.arn())
                .text("StreamStatus", stream.status().name())
                .structure(
                        "StreamModeDetails",
                        mode -> mode.text("StreamMode", stream.settings().mode().name()))
                .number(
                        "RetentionPeriodHours",
                        stream.settings().retentionPeriod().toHours())
                .timestamp("StreamCreationTimestamp", stream.createdAt())
                .structures(
                        "EnhancedMonitoring",
                        List.of(List.<String>of()),
                        (metrics, names) -> metrics.texts("ShardLevelMetrics", names))
                .text("EncryptionType", "NONE");
    }

    private Answer list(Request request, CallEntry entry) {
        int limit = Math.min(request.integer("Limit", 1, MAX_PAGE, MAX_PAGE), rules.pageSize());
        String token = request.text("NextToken", TextShape.NEXT_TOKEN);
        String after = token == null
                ? request.text("ExclusiveStartStreamName", TextShape.STREAM_NAME)
                : Token.nextToken(Token.Kind.STREAMS, 1, token, rules.nextTokenLifetime())
                        .parts()
                        .get(0);
        List<KinesisStream> rest = account.streams(after);
        List<KinesisStream> page = rest.subList(0, Math.min(limit, rest.size()));
        boolean more = page.size() < rest.size();
        String next = more
                ? Token.ofAccount(Token.Kind.STREAMS, page.get(page.size() - 1).name())
                        .encode()
                : null;
        return to -> {
            to.texts("StreamNames", page.stream().map(KinesisStream::name).toList())
                    .flag("HasMoreStreams", more)
                    .text("NextToken", next)
                    .structures("StreamSummaries", page, (summary, stream) -> summary.text("StreamName", stream.name())
                            .text("StreamARN", stream.arn())
                            .text("StreamStatus", stream.status().name())
                            .structure(
                                    "StreamModeDetails",
                                    mode -> mode.text(
                                            "StreamMode",
                                            stream.settings().mode().name()))
                            .timestamp("StreamCreationTimestamp", stream.createdAt()));
        };
    }
}
