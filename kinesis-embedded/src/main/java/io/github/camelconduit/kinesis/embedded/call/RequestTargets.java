package io.github.camelconduit.kinesis.embedded.call;

import java.util.Optional;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.codec.HashKeyMember;
import io.github.camelconduit.kinesis.embedded.codec.Request;
import io.github.camelconduit.kinesis.embedded.fault.CallTarget;
import io.github.camelconduit.kinesis.embedded.log.CallEntry;
import io.github.camelconduit.kinesis.embedded.stream.HashRange;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;

/**
 * What a request is aimed at, for faults and for the log: the stream and shard that it names, that its shard iterator or
 * NextToken is for, or that its partition key leads to. Whether what it names exists is the operation's business.
 */
public final class RequestTargets {

    private final KinesisAccount account;

    public RequestTargets(KinesisAccount account) {
        this.account = account;
    }

    /** Finds it and notes it. */
    public CallTarget of(String operation, Request request, CallEntry entry) {
        String consumerArn = request.text("ConsumerARN");
        String stream = named(request, consumerArn);
        String shardId =
                switch (operation) {
                    case "SplitShard" -> request.text("ShardToSplit");
                    case "MergeShards" -> request.text("ShardToMerge");
                    default -> request.text("ShardId");
                };
        switch (operation) {
            case "GetRecords" -> {
                Optional<Token> iterator = token(Token.Kind.ITERATOR, 2, request.text("ShardIterator"));
                stream = iterator.map(Token::stream).orElse(stream);
                shardId = iterator.map(i -> i.parts().get(0)).orElse(null);
            }
            case "ListShards" -> {
                if (stream == null) {
                    stream = token(Token.Kind.SHARDS, 2, request.text("NextToken"))
                            .map(Token::stream)
                            .orElse(null);
                }
            }
            case "PutRecord" -> shardId = shardOfRecord(stream, request);
            default -> {}
        }
        entry.target(stream, shardId, consumerArn);
        return new CallTarget(operation, stream, shardId);
    }

    private static String named(Request request, String consumerArn) {
        for (String arn : new String[] {consumerArn, request.text("StreamARN"), request.text("ResourceARN")}) {
            if (arn != null) {
                return KinesisAccount.streamNameIn(arn).orElse(null);
            }
        }
        return request.text("StreamName");
    }

    private static Optional<Token> token(Token.Kind kind, int partCount, String text) {
        return Optional.ofNullable(text).flatMap(t -> Token.decode(kind, partCount, t));
    }

    private String shardOfRecord(String stream, Request request) {
        try {
            String key = request.requiredText("PartitionKey");
            return account.stream(stream == null ? "" : stream)
                    .openShardFor(
                            HashKeyMember.optional(request, "ExplicitHashKey").orElseGet(() -> HashRange.hash(key)))
                    .id();
        } catch (KinesisServiceException e) {
            // The operation refuses it.
            return null;
        }
    }
}
