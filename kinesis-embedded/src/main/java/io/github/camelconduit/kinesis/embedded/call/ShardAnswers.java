package io.github.camelconduit.kinesis.embedded.call;

import java.util.ArrayList;
import java.util.List;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.ShardView;
import io.github.camelconduit.kinesis.embedded.codec.AnswerWriter;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;
import io.github.camelconduit.kinesis.embedded.stream.Shard;

/** What answers say of shards. */
final class ShardAnswers {

    private ShardAnswers() {}

    /** The Shard structure. */
    static void shard(AnswerWriter to, Shard shard) {
        ShardView view = shard.view();
        to.text("ShardId", view.shardId())
                .text("ParentShardId", view.parentShardId())
                .text("AdjacentParentShardId", view.adjacentParentShardId());
        hashKeyRange(to, shard);
        to.structure("SequenceNumberRange", range -> range.text("StartingSequenceNumber", view.startingSequenceNumber())
                .text("EndingSequenceNumber", view.endingSequenceNumber()));
    }

    /** The ChildShard structure. */
    static void childShard(AnswerWriter to, Shard shard) {
        List<String> parents = new ArrayList<>(2);
        parents.add(shard.parentId());
        if (shard.adjacentParentId() != null) {
            parents.add(shard.adjacentParentId());
        }
        to.text("ShardId", shard.id()).texts("ParentShards", parents);
        hashKeyRange(to, shard);
    }

    /** What a call for a shard gets that has had its share of this second. */
    static KinesisServiceException rateExceeded(KinesisStream stream, Shard shard) {
        return new KinesisServiceException(
                "ProvisionedThroughputExceededException",
                400,
                "Rate exceeded for shard %s in stream %s under account %s."
                        .formatted(shard.id(), stream.name(), KinesisAccount.ID));
    }

    private static void hashKeyRange(AnswerWriter to, Shard shard) {
        to.structure("HashKeyRange", range -> range.text(
                        "StartingHashKey", shard.hashRange().start().toString())
                .text("EndingHashKey", shard.hashRange().end().toString()));
    }
}
