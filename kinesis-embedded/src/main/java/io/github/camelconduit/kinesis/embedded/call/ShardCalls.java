package io.github.camelconduit.kinesis.embedded.call;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.codec.Answer;
import io.github.camelconduit.kinesis.embedded.codec.EnumMember;
import io.github.camelconduit.kinesis.embedded.codec.HashKeyMember;
import io.github.camelconduit.kinesis.embedded.codec.Request;
import io.github.camelconduit.kinesis.embedded.codec.TextShape;
import io.github.camelconduit.kinesis.embedded.log.CallEntry;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;
import io.github.camelconduit.kinesis.embedded.stream.Shard;
import io.github.camelconduit.kinesis.embedded.stream.StreamMode;

/** ListShards, SplitShard, MergeShards, UpdateShardCount. */
final class ShardCalls {

    private static final List<String> NOT_WITH_TOKEN =
            List.of("StreamName", "StreamARN", "ExclusiveStartShardId", "StreamCreationTimestamp", "ShardFilter");

    private final KinesisAccount account;
    private final StreamLookup lookup;
    private final StreamUpdates updates;
    private final Rules rules;

    ShardCalls(KinesisAccount account, StreamUpdates updates, Rules rules) {
        this.updates = updates;
        this.account = account;
        this.lookup = new StreamLookup(account);
        this.rules = rules;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "ListShards", this::list,
                "SplitShard", this::split,
                "MergeShards", this::merge,
                "UpdateShardCount", this::updateCount);
    }

    private Answer list(Request request, CallEntry entry) {
        String nextToken = request.text("NextToken", TextShape.NEXT_TOKEN);
        KinesisStream stream;
        ShardFilter filter;
        String after;
        if (nextToken == null) {
            stream = lookup.inUse(request);
            StreamLookup.requireCreatedThen(stream, request);
            filter = request.structure("ShardFilter").map(ShardFilter::of).orElse(ShardFilter.ALL);
            after = request.text("ExclusiveStartShardId", TextShape.SHARD_ID);
        } else {
            for (String member : NOT_WITH_TOKEN) {
                if (request.has(member)) {
                    throw KinesisServiceException.invalidArgument(
                            "NextToken and %s cannot be provided together.".formatted(member));
                }
            }
            Token token = Token.nextToken(Token.Kind.SHARDS, 2, nextToken, rules.nextTokenLifetime());
            stream = account.stream(token.stream());
            if (!token.isFor(stream)) {
                throw KinesisServiceException.invalidArgument("NextToken is of an earlier stream of this name.");
            }
            after = token.parts().get(0);
            filter = ShardFilter.decode(token.parts().get(1));
        }
        int limit = Math.min(request.integer("MaxResults", 1, 10_000, 10_000), rules.listShardsPageSize());
        return page(stream, filter, after, limit);
    }

    private Answer page(KinesisStream stream, ShardFilter filter, String after, int limit) {
        List<Shard> rest = stream.shards().stream()
                .filter(s -> after == null || s.id().compareTo(after) > 0)
                .filter(s -> filter.matches(s, stream))
                .toList();
        List<Shard> page = rest.subList(0, Math.min(limit, rest.size()));
        String next = page.size() == rest.size()
                ? null
                : Token.of(Token.Kind.SHARDS, stream, page.get(page.size() - 1).id(), filter.encode())
                        .encode();
        return to -> to.structures("Shards", page, ShardAnswers::shard).text("NextToken", next);
    }

    private Answer split(Request request, CallEntry entry) {
        KinesisStream stream = lookup.active(request);
        String shardId = request.requiredText("ShardToSplit", TextShape.SHARD_ID);
        BigInteger hashKey = HashKeyMember.required(request, "NewStartingHashKey");
        requireProvisioned(stream);
        stream.requireSplittable(shardId, hashKey);
        updates.run(stream, () -> stream.split(shardId, hashKey));
        return Answer.EMPTY;
    }

    private Answer merge(Request request, CallEntry entry) {
        KinesisStream stream = lookup.active(request);
        String shardId = request.requiredText("ShardToMerge", TextShape.SHARD_ID);
        String adjacentShardId = request.requiredText("AdjacentShardToMerge", TextShape.SHARD_ID);
        requireProvisioned(stream);
        stream.requireMergeable(shardId, adjacentShardId);
        updates.run(stream, () -> stream.merge(shardId, adjacentShardId));
        return Answer.EMPTY;
    }

    private Answer updateCount(Request request, CallEntry entry) {
        KinesisStream stream = lookup.active(request);
        int target = request.requiredInteger("TargetShardCount", 1, Integer.MAX_VALUE);
        EnumMember.of(ScalingType.class, request, "ScalingType");
        requireProvisioned(stream);
        int current = stream.openShards().size();
        requireUpdatable(current, target);
        if (target > 2 * current) {
            throw outOfReach("up over double", current, target);
        }
        if (2 * target < current) {
            throw outOfReach("down below half", current, target);
        }
        stream.requireRoomFor(target);
        if (!stream.settings().admitShardCountUpdate()) {
            throw KinesisServiceException.limitExceeded(
                    "Stream %s under account %s was scaled as often as is allowed within 24 hours."
                            .formatted(stream.name(), KinesisAccount.ID));
        }
        updates.run(stream, () -> stream.scaleTo(target));
        return to -> to.text("StreamName", stream.name())
                .text("StreamARN", stream.arn())
                .number("CurrentShardCount", current)
                .number("TargetShardCount", target);
    }

    private void requireUpdatable(int current, int target) {
        int limit = rules.maxUpdateShardCount();
        if (target > limit || (current > limit && target == limit)) {
            throw KinesisServiceException.limitExceeded(
                    "Target shard count or number of open shards cannot be greater than %d. Current open shard count: %d, Target shard count: %d"
                            .formatted(limit, current, target));
        }
    }

    private static KinesisServiceException outOfReach(String where, int current, int target) {
        return KinesisServiceException.invalidArgument(
                "UpdateShardCount cannot scale %s your current open shard count. Current open shard count: %d Target shard count: %d"
                        .formatted(where, current, target));
    }

    private static void requireProvisioned(KinesisStream stream) {
        if (stream.settings().mode() != StreamMode.PROVISIONED) {
            throw new KinesisServiceException(
                    "ValidationException",
                    400,
                    "Stream %s under account %s is in mode %s: its shards are the service's business."
                            .formatted(
                                    stream.name(),
                                    KinesisAccount.ID,
                                    stream.settings().mode()));
        }
    }

    /** AWS's only way. */
    private enum ScalingType {
        UNIFORM_SCALING
    }
}
