package io.github.camelconduit.kinesis.embedded.call;

import java.time.Instant;
import java.util.Map;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.codec.Answer;
import io.github.camelconduit.kinesis.embedded.codec.AnswerWriter;
import io.github.camelconduit.kinesis.embedded.codec.PositionMember;
import io.github.camelconduit.kinesis.embedded.codec.Request;
import io.github.camelconduit.kinesis.embedded.codec.TextShape;
import io.github.camelconduit.kinesis.embedded.log.CallEntry;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;
import io.github.camelconduit.kinesis.embedded.stream.Shard;
import io.github.camelconduit.kinesis.embedded.stream.ShardBatch;
import io.github.camelconduit.kinesis.embedded.stream.StartingPosition;
import io.github.camelconduit.kinesis.embedded.stream.StreamRecord;

/** GetShardIterator, GetRecords. */
final class ReadCalls {

    private final KinesisAccount account;
    private final StreamLookup lookup;
    private final Rules rules;

    ReadCalls(KinesisAccount account, Rules rules) {
        this.account = account;
        this.lookup = new StreamLookup(account);
        this.rules = rules;
    }

    Map<String, Operation> operations() {
        return Map.of("GetShardIterator", this::getShardIterator, "GetRecords", this::getRecords);
    }

    private Answer getShardIterator(Request request, CallEntry entry) {
        String shardId = request.requiredText("ShardId", TextShape.SHARD_ID);
        StartingPosition position = PositionMember.ofIterator(request);
        KinesisStream stream = lookup.inUse(request);
        Shard shard = stream.shard(shardId);
        if (!shard.throughput().admitIterator()) {
            throw ShardAnswers.rateExceeded(stream, shard);
        }
        long index = shard.indexOf(position);
        return to -> to.text("ShardIterator", iterator(stream, shard, index));
    }

    private Answer getRecords(Request request, CallEntry entry) {
        Token iterator = Token.decode(
                        Token.Kind.ITERATOR, 2, request.requiredText("ShardIterator", TextShape.SHARD_ITERATOR))
                .orElseThrow(() -> KinesisServiceException.invalidArgument("Invalid ShardIterator."));
        int limit = request.integer("Limit", 1, 10_000, rules.getRecordsLimit());
        if (iterator.expired(rules.shardIteratorLifetime())) {
            throw new KinesisServiceException(
                    "ExpiredIteratorException",
                    400,
                    "Iterator expired. The iterator was created at time %s while right now it is %s which is further in the future than the tolerated delay of %d milliseconds."
                            .formatted(
                                    Instant.ofEpochMilli(iterator.issuedMillis()),
                                    Instant.now(),
                                    rules.shardIteratorLifetime().toMillis()));
        }
        KinesisStream stream = account.stream(iterator.stream());
        if (!iterator.isFor(stream)) {
            throw KinesisServiceException.invalidArgument("The ShardIterator is of an earlier stream of this name.");
        }
        Shard shard = stream.shard(iterator.parts().get(0));
        long index = index(iterator, shard);
        if (!shard.throughput().admitRead()) {
            throw ShardAnswers.rateExceeded(stream, shard);
        }
        ShardBatch batch =
                shard.read(index, Math.min(limit, rules.getRecordsLimit()), rules.getRecordsBytes(), Long.MAX_VALUE);
        shard.throughput().hasRead(batch.bytes());
        return to -> {
            to.structures("Records", batch.records(), ReadCalls::record)
                    .text("NextShardIterator", batch.ended() ? null : iterator(stream, shard, batch.next()))
                    .number("MillisBehindLatest", batch.millisBehind());
            if (batch.ended()) {
                to.structures("ChildShards", shard.children(), ShardAnswers::childShard);
            }
        };
    }

    private static long index(Token iterator, Shard shard) {
        try {
            long index = Long.parseLong(iterator.parts().get(1));
            if (index >= 0 && index <= shard.end()) {
                return index;
            }
        } catch (NumberFormatException e) {
            // Not one of ours: answered below.
        }
        throw KinesisServiceException.invalidArgument("Invalid ShardIterator.");
    }

    private static String iterator(KinesisStream stream, Shard shard, long index) {
        return Token.of(Token.Kind.ITERATOR, stream, shard.id(), String.valueOf(index))
                .encode();
    }

    private static void record(AnswerWriter to, StreamRecord stored) {
        to.text("SequenceNumber", stored.sequenceNumber())
                .timestamp("ApproximateArrivalTimestamp", Instant.ofEpochMilli(stored.arrivalMillis()))
                .blob("Data", stored.data())
                .text("PartitionKey", stored.partitionKey());
    }
}
