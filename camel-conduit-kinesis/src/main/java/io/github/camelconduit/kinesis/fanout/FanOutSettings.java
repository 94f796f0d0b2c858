package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;

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
 * @param refreshInterval after which a subscription is renewed that the service has not ended
 * @param commitInterval how often positions are saved
 */
public record FanOutSettings(
        String streamName,
        String streamArn,
        String applicationName,
        String consumerName,
        String consumerArn,
        boolean deregisterOnStop,
        boolean startFromLatest,
        Duration refreshInterval,
        Duration commitInterval) {}
