package io.github.camelconduit.kinesis.embedded.call;

import java.util.List;
import java.util.Map;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.codec.Answer;
import io.github.camelconduit.kinesis.embedded.codec.Request;
import io.github.camelconduit.kinesis.embedded.log.CallEntry;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;
import io.github.camelconduit.kinesis.embedded.stream.Shard;

/** ListShards, SplitShard, MergeShards. */
final class ShardCalls {

    private static final List<String> NOT_WITH_TOKEN =
            List.of("StreamName", "StreamARN", "ExclusiveStartShardId", "StreamCreationTimestamp", "ShardFilter");

    private final KinesisAccount account;
    private final StreamLookup lookup;
    private final Rules rules;

    ShardCalls(KinesisAccount account, Rules rules) {
        this.account = account;
        this.lookup = new StreamLookup(account);
        this.rules = rules;
    }

    Map<String, Operation> operations() {
        return Map.of("ListShards", this::list, "SplitShard", this::split, "MergeShards", this::merge);
    }

    private Answer list(Request request, CallEntry entry) {
        String nextToken = request.text("NextToken");
        KinesisStream stream;
        ShardFilter filter;
        String after;
        if (nextToken == null) {
            stream = lookup.active(request);
            filter = request.structure("ShardFilter").map(ShardFilter::of).orElse(ShardFilter.ALL);
            after = request.text("ExclusiveStartShardId");
        } else {
            for (String member : NOT_WITH_TOKEN) {
                if (request.has(member)) {
                    throw KinesisServiceException.invalidArgument(
                            "NextToken and %s cannot be provided together.".formatted(member));
                }
            }
            Token token = Token.decode(Token.Kind.SHARDS, 2, nextToken)
                    .orElseThrow(() -> KinesisServiceException.invalidArgument("NextToken is invalid."));
            if (token.expired(rules.nextTokenLifetime())) {
                throw new KinesisServiceException("ExpiredNextTokenException", 400, "NextToken has expired.");
            }
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
                .filter(s -> filter.matches(s, stream, rules))
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
        String shardId = request.requiredText("ShardToSplit");
        String hashKey = request.requiredText("NewStartingHashKey");
        stream.split(shardId, KinesisStream.parseHashKey("NewStartingHashKey", hashKey));
        return Answer.EMPTY;
    }

    private Answer merge(Request request, CallEntry entry) {
        KinesisStream stream = lookup.active(request);
        stream.merge(request.requiredText("ShardToMerge"), request.requiredText("AdjacentShardToMerge"));
        return Answer.EMPTY;
    }
}
