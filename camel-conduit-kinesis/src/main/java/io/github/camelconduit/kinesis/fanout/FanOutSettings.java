package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import io.github.camelconduit.kinesis.position.ReaderKey;

/**
 * What a {@link FanOutShardSource} is told.
 *
 * @param streamName the stream's name
 * @param streamArn its ARN; null when only the name is known
 * @param applicationName under which positions are kept
 * @param consumerName the name of the stream consumer to find or register
 * @param consumerArn the stream consumer to use as it is; null to go by the name
 * @param deregisterOnStop whether to deregister at stop a stream consumer that was registered here
 * @param startFromLatest whether a first start skips what the stream holds
 * @param startTimestamp from when on a first start reads; null for all there is
 * @param shardIds the shards to read, with what comes of them; empty for all
 * @param waitForStream whether to wait for a stream that is not there, at the start or later, instead of failing
 * @param failOnInvalidPosition whether a position that is too old or another stream's is an error instead of a warning
 * @param refreshInterval after which a subscription is renewed that the service has not ended
 * @param commitInterval how often positions are saved
 * @param patience how long to wait for what may not end: what the route has of a shard that is reset, a call to remove
 *     the stream consumer at stop
 */
public record FanOutSettings(
        String streamName,
        String streamArn,
        String applicationName,
        String consumerName,
        String consumerArn,
        boolean deregisterOnStop,
        boolean startFromLatest,
        Instant startTimestamp,
        Set<String> shardIds,
        boolean waitForStream,
        boolean failOnInvalidPosition,
        Duration refreshInterval,
        Duration commitInterval,
        Duration patience) {

    /** Whose positions are kept of a stream. */
    ReaderKey readerKey(String arn) {
        return new ReaderKey(applicationName, consumerArn != null ? consumerArn : consumerName, arn);
    }

    /**
     * Where a first start begins.
     *
     * @param skipping whether there is something to skip, where the settings want that
     */
    PositionReset firstStart(boolean skipping) {
        if (startFromLatest && skipping) {
            return PositionReset.toTip();
        }
        return startTimestamp == null ? PositionReset.toStart() : PositionReset.toTime(startTimestamp);
    }
}
