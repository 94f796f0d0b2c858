package io.github.camelconduit.kinesis.embedded.call;

import java.time.Duration;
import java.util.Map;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.codec.Answer;
import io.github.camelconduit.kinesis.embedded.codec.EnumMember;
import io.github.camelconduit.kinesis.embedded.codec.Request;
import io.github.camelconduit.kinesis.embedded.log.CallEntry;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;
import io.github.camelconduit.kinesis.embedded.stream.StreamMode;

/** IncreaseStreamRetentionPeriod, DecreaseStreamRetentionPeriod, UpdateMaxRecordSize, UpdateStreamMode. */
final class SettingCalls {

    /** API reference: a day to a year. */
    private static final int MIN_RETENTION_HOURS = 24;

    private static final int MAX_RETENTION_HOURS = 8_760;

    /** API reference: one to ten MiB. */
    private static final int MIN_RECORD_KIB = 1_024;

    private static final int MAX_RECORD_KIB = 10_240;

    private final KinesisAccount account;
    private final StreamLookup lookup;
    private final StreamUpdates updates;

    SettingCalls(KinesisAccount account, StreamUpdates updates) {
        this.account = account;
        this.lookup = new StreamLookup(account);
        this.updates = updates;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "IncreaseStreamRetentionPeriod", this::increaseRetention,
                "DecreaseStreamRetentionPeriod", this::decreaseRetention,
                "UpdateMaxRecordSize", this::updateMaxRecordSize,
                "UpdateStreamMode", this::updateMode);
    }

    private Answer increaseRetention(Request request, CallEntry entry) {
        KinesisStream stream = lookup.active(request);
        Duration asked = retention(request);
        int direction = asked.compareTo(stream.settings().retentionPeriod());
        if (direction <= 0) {
            throw wrongDirection(stream, asked, direction == 0 ? "the same as" : "shorter than", "Decrease");
        }
        updates.run(stream, () -> stream.settings().retentionPeriod(asked));
        return Answer.EMPTY;
    }

    private Answer decreaseRetention(Request request, CallEntry entry) {
        KinesisStream stream = lookup.active(request);
        Duration asked = retention(request);
        int direction = asked.compareTo(stream.settings().retentionPeriod());
        if (direction >= 0) {
            throw wrongDirection(stream, asked, direction == 0 ? "the same as" : "longer than", "Increase");
        }
        updates.run(stream, () -> stream.settings().retentionPeriod(asked));
        return Answer.EMPTY;
    }

    private static Duration retention(Request request) {
        int hours = request.requiredInteger("RetentionPeriodHours", Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (hours < MIN_RETENTION_HOURS) {
            throw KinesisServiceException.invalidArgument(
                    "Minimum allowed retention period is %d hours. Requested retention period (%d hours) is too short."
                            .formatted(MIN_RETENTION_HOURS, hours));
        }
        if (hours > MAX_RETENTION_HOURS) {
            throw KinesisServiceException.invalidArgument(
                    "Maximum allowed retention period is %d hours. Requested retention period (%d hours) is too long."
                            .formatted(MAX_RETENTION_HOURS, hours));
        }
        return Duration.ofHours(hours);
    }

    private static KinesisServiceException wrongDirection(
            KinesisStream stream, Duration asked, String how, String otherCall) {
        return KinesisServiceException.invalidArgument(
                "Requested retention period (%d hours) for stream %s can not be %s existing retention period (%d hours). Use %sRetentionPeriod API."
                        .formatted(
                                asked.toHours(),
                                stream.name(),
                                how,
                                stream.settings().retentionPeriod().toHours(),
                                otherCall));
    }

    private Answer updateMaxRecordSize(Request request, CallEntry entry) {
        KinesisStream stream = lookup.active(request);
        int bytes = maxRecordBytes(request, 0);
        if (bytes == 0) {
            throw KinesisServiceException.missing("maxRecordSizeInKiB");
        }
        updates.run(stream, () -> stream.settings().maxRecordBytes(bytes));
        return Answer.EMPTY;
    }

    /** MaxRecordSizeInKiB in bytes; {@code fallback} when it is absent. */
    static int maxRecordBytes(Request request, int fallback) {
        int kib = request.integer("MaxRecordSizeInKiB", MIN_RECORD_KIB, MAX_RECORD_KIB, 0);
        return kib == 0 ? fallback : kib * 1024;
    }

    private Answer updateMode(Request request, CallEntry entry) {
        KinesisStream stream = lookup.active(request);
        StreamMode mode = mode(request);
        if (mode == null) {
            throw KinesisServiceException.missing("streamModeDetails");
        }
        if (mode == StreamMode.ON_DEMAND && stream.settings().mode() != mode) {
            account.takeRoomForOnDemand(stream);
        }
        try {
            if (!stream.settings().admitModeUpdate()) {
                throw KinesisServiceException.limitExceeded(
                        "Stream %s under account %s was switched between modes as often as is allowed within 24 hours."
                                .formatted(stream.name(), KinesisAccount.ID));
            }
            updates.run(stream, () -> stream.settings().mode(mode));
        } catch (KinesisServiceException e) {
            stream.settings().keepsMode();
            throw e;
        }
        return Answer.EMPTY;
    }

    /** StreamModeDetails; null when it is absent. */
    static StreamMode mode(Request request) {
        return request.structure("StreamModeDetails")
                .map(details -> EnumMember.of(StreamMode.class, details, "StreamMode"))
                .orElse(null);
    }
}
