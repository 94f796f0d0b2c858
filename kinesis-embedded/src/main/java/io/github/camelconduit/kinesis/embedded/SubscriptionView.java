package io.github.camelconduit.kinesis.embedded;

import java.time.Instant;

/**
 * An open subscription as it is now.
 *
 * @param stream      the stream's name
 * @param shardId     the shard it reads
 * @param consumerArn the stream consumer it belongs to
 * @param openedAt    when SubscribeToShard was answered
 * @param events      events sent so far, the empty ones included
 * @param records     records sent so far
 */
public record SubscriptionView(
        String stream, String shardId, String consumerArn, Instant openedAt, long events, long records) {}
