package io.github.camelconduit.kinesis.embedded.log;

import java.time.Instant;

import io.github.camelconduit.kinesis.embedded.stream.StartingPosition;

/**
 * A call as the log knows it: a snapshot, so what is still going on is not in it yet.
 *
 * @param id               grows with each call of a server, from 1
 * @param time             when the request had arrived
 * @param operation        AWS's name, such as {@code PutRecords}
 * @param stream           the stream's name, or null when the request names none
 * @param shardId          the shard, or null
 * @param consumerArn      the stream consumer, or null
 * @param position         SubscribeToShard: where it starts; else null
 * @param status           the HTTP status of the answer; 0 while there is none, or when it was never given
 * @param errorType        AWS's error type when the call was refused, else null
 * @param endedAt          SubscribeToShard: when the subscription ended; null while it is open, and for other calls
 * @param end              SubscribeToShard: why it ended; null like {@code endedAt}
 * @param events           SubscribeToShard: events sent, the empty ones included
 * @param records          SubscribeToShard: records sent; PutRecord, PutRecords: records stored
 */
public record Call(
        long id,
        Instant time,
        String operation,
        String stream,
        String shardId,
        String consumerArn,
        StartingPosition position,
        int status,
        String errorType,
        Instant endedAt,
        SubscriptionEnd end,
        long events,
        long records) {

    /** Whether it was answered without an error. */
    public boolean succeeded() {
        return status == 200;
    }
}
