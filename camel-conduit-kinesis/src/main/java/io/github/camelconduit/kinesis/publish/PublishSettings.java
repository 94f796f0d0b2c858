package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.ConduitKinesisConfiguration.OnLostAnswer;
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
 * @param onLostAnswer what to do with a record whose outcome is unknown
 * @param maxRecordSize the largest record, in bytes; empty where the stream is to say
 */
public record PublishSettings(
        int maxInFlightRequests,
        Duration linger,
        Duration deliveryTimeout,
        long sendBufferBytes,
        Duration maxBlockTime,
        SendOrder sendOrder,
        OnLostAnswer onLostAnswer,
        OptionalInt maxRecordSize) {

    /** How long an answer to a request is waited for at most. */
    public static final Duration MAX_REQUEST_TIMEOUT = Duration.ofSeconds(30);

    /** What {@code maxInFlightRequests} may be at most. */
    public static final int MAX_IN_FLIGHT_REQUESTS = 1_000;

    private static final String AS_THE_STREAM_SAYS = "stream";

    public PublishSettings {
        require("maxInFlightRequests", maxInFlightRequests, 1, MAX_IN_FLIGHT_REQUESTS);
        require("linger", linger.toMillis(), 0, Duration.ofMinutes(1).toMillis());
        require(
                "deliveryTimeout",
                deliveryTimeout.toMillis(),
                1,
                Duration.ofDays(1).toMillis());
        if (linger.compareTo(deliveryTimeout) >= 0) {
            throw new IllegalArgumentException("linger=" + linger.toMillis() + ": not shorter than deliveryTimeout="
                    + deliveryTimeout.toMillis() + "; allowed: less than that, or no record would be sent in time");
        }
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
                configuration.getSendOrder(),
                configuration.getOnLostAnswer(),
                recordSize(configuration.getMaxRecordSize()));
    }

    /** After which a request counts as lost: early enough for another attempt within the delivery timeout. */
    public Duration requestTimeout() {
        return requestTimeout(deliveryTimeout);
    }

    /** The same for a delivery timeout. */
    public static Duration requestTimeout(Duration deliveryTimeout) {
        Duration half = deliveryTimeout.dividedBy(2);
        return half.compareTo(MAX_REQUEST_TIMEOUT) < 0 ? half : MAX_REQUEST_TIMEOUT;
    }

    private static OptionalInt recordSize(String option) {
        String value = option == null ? "" : option.trim().toLowerCase(Locale.ROOT);
        if (value.isEmpty()) {
            return OptionalInt.of(RecordSizeLimit.DEFAULT);
        }
        if (value.equals(AS_THE_STREAM_SAYS)) {
            return OptionalInt.empty();
        }
        try {
            int bytes = Integer.parseInt(value);
            if (bytes >= 1 && bytes <= RecordSizeLimit.MAX) {
                return OptionalInt.of(bytes);
            }
        } catch (NumberFormatException e) {
            // Told below, as what is out of range.
        }
        throw new IllegalArgumentException("maxRecordSize=" + option + ": not the size of a record; allowed: 1 to "
                + RecordSizeLimit.MAX + " bytes, or " + AS_THE_STREAM_SAYS);
    }

    private static void require(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + "=" + value + ": out of range; allowed: " + min + " to " + max);
        }
    }
}
