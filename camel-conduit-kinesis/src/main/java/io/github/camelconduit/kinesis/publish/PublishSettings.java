package io.github.camelconduit.kinesis.publish;

import java.time.Duration;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.ConduitKinesisConfiguration.SendOrder;

/**
 * How records are sent, checked.
 *
 * @param maxInFlightRequests how many requests to a stream may be unanswered at a time
 * @param linger how long a record waits for others to travel with while a request could be sent
 * @param deliveryTimeout from handing over until a record is given up
 * @param sendBufferBytes how many bytes of records may be held
 * @param maxBlockTime how long handing over waits for room
 * @param sendOrder whether the order of a key is kept
 */
public record PublishSettings(
        int maxInFlightRequests,
        Duration linger,
        Duration deliveryTimeout,
        long sendBufferBytes,
        Duration maxBlockTime,
        SendOrder sendOrder) {

    public PublishSettings {
        require("maxInFlightRequests", maxInFlightRequests, 1, 1_000);
        require("linger", linger.toMillis(), 0, Duration.ofMinutes(1).toMillis());
        require(
                "deliveryTimeout",
                deliveryTimeout.toMillis(),
                1,
                Duration.ofDays(1).toMillis());
        require("sendBufferBytes", sendBufferBytes, 1, Integer.MAX_VALUE);
        require("maxBlockTime", maxBlockTime.toMillis(), 0, Duration.ofDays(1).toMillis());
    }

    /** @throws IllegalArgumentException if an option is out of its range, naming it */
    public static PublishSettings of(ConduitKinesisConfiguration configuration) {
        return new PublishSettings(
                configuration.getMaxInFlightRequests(),
                Duration.ofMillis(configuration.getLinger()),
                Duration.ofMillis(configuration.getDeliveryTimeout()),
                configuration.getSendBufferBytes(),
                Duration.ofMillis(configuration.getMaxBlockTime()),
                configuration.getSendOrder());
    }

    private static void require(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + "=" + value + ": out of range; allowed: " + min + " to " + max);
        }
    }
}
