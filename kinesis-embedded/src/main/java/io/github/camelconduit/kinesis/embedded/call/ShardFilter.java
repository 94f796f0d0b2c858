package io.github.camelconduit.kinesis.embedded.call;

import java.time.Instant;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.codec.EnumMember;
import io.github.camelconduit.kinesis.embedded.codec.Request;
import io.github.camelconduit.kinesis.embedded.codec.TextShape;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;
import io.github.camelconduit.kinesis.embedded.stream.Shard;

/**
 * ListShards' filter.
 *
 * @param shardId   for AFTER_SHARD_ID, else null
 * @param timestamp for the two timestamp types, else null
 */
record ShardFilter(Type type, String shardId, Instant timestamp) {

    static final ShardFilter ALL = new ShardFilter(Type.FROM_TRIM_HORIZON, null, null);

    /** AWS's names. */
    enum Type {
        AFTER_SHARD_ID,
        AT_TRIM_HORIZON,
        FROM_TRIM_HORIZON,
        AT_LATEST,
        AT_TIMESTAMP,
        FROM_TIMESTAMP
    }

    static ShardFilter of(Request request) {
        Type type = EnumMember.of(Type.class, request, "Type");
        String shardId = request.text("ShardId", TextShape.SHARD_ID);
        Instant timestamp = request.timestamp("Timestamp");
        if (type == Type.AFTER_SHARD_ID && shardId == null) {
            throw KinesisServiceException.invalidArgument("ShardFilter of type AFTER_SHARD_ID needs a ShardId.");
        }
        boolean atTime = type == Type.AT_TIMESTAMP || type == Type.FROM_TIMESTAMP;
        if (atTime && timestamp == null) {
            throw KinesisServiceException.invalidArgument("ShardFilter of type %s needs a Timestamp.".formatted(type));
        }
        if (atTime && timestamp.isAfter(Instant.now())) {
            throw KinesisServiceException.invalidArgument("ShardFilter's Timestamp must not be in the future.");
        }
        return new ShardFilter(type, shardId, timestamp);
    }

    boolean matches(Shard shard, KinesisStream stream) {
        return switch (type) {
            case AFTER_SHARD_ID -> shard.id().compareTo(shardId) > 0;
            case FROM_TRIM_HORIZON -> true;
            case AT_LATEST -> shard.isOpen();
            case AT_TRIM_HORIZON -> {
                long horizon = trimHorizonMillis(stream);
                yield shard.wasOpenBetween(horizon, horizon);
            }
            case AT_TIMESTAMP -> shard.wasOpenBetween(timestamp.toEpochMilli(), timestamp.toEpochMilli());
            case FROM_TIMESTAMP -> shard.wasOpenBetween(timestamp.toEpochMilli(), Long.MAX_VALUE);
        };
    }

    private static long trimHorizonMillis(KinesisStream stream) {
        long retained =
                System.currentTimeMillis() - stream.settings().retentionPeriod().toMillis();
        return Math.max(stream.createdAt().toEpochMilli(), retained);
    }

    /** As a part of a token. */
    String encode() {
        return type + "," + (shardId == null ? "" : shardId) + ","
                + (timestamp == null ? "" : timestamp.toEpochMilli());
    }

    static ShardFilter decode(String text) {
        try {
            String[] fields = text.split(",", -1);
            return new ShardFilter(
                    Type.valueOf(fields[0]),
                    fields[1].isEmpty() ? null : fields[1],
                    fields[2].isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(fields[2])));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw KinesisServiceException.invalidArgument("NextToken is invalid.");
        }
    }
}
