package io.github.camelconduit.kinesis.embedded.codec;

import java.time.Instant;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.stream.StartingPosition;

/** A starting position in a request, with what its type needs. */
public final class PositionMember {

    private PositionMember() {}

    /**
     * Reads the position of GetShardIterator, which takes no sequence number that its type does not need.
     *
     * @throws KinesisServiceException as {@link #read}
     */
    public static StartingPosition ofIterator(Request request) {
        String member = "StartingSequenceNumber";
        StartingPosition position = read(request, "ShardIteratorType", member);
        StartingPosition.Type type = position.type();
        if ((type == StartingPosition.Type.TRIM_HORIZON || type == StartingPosition.Type.LATEST)
                && request.has(member)) {
            throw eitherOr(type, member, "also a " + member);
        }
        return position;
    }

    /**
     * Reads a position.
     *
     * @param typeMember     the type's name in the request
     * @param sequenceMember the sequence number's name in the request
     * @throws KinesisServiceException ValidationException, or InvalidArgumentException when what the type needs is missing
     */
    public static StartingPosition read(Request request, String typeMember, String sequenceMember) {
        StartingPosition.Type type = EnumMember.of(StartingPosition.Type.class, request, typeMember);
        String sequenceNumber = request.text(sequenceMember, TextShape.SEQUENCE_NUMBER);
        Instant timestamp = request.timestamp("Timestamp");
        return switch (type) {
            case TRIM_HORIZON, LATEST -> new StartingPosition(type, null, null);
            case AT_TIMESTAMP -> new StartingPosition(type, null, needed(type, "Timestamp", timestamp));
            case AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER ->
                new StartingPosition(type, numbered(type, sequenceMember, sequenceNumber), null);
        };
    }

    private static Instant needed(StartingPosition.Type type, String member, Instant value) {
        if (value == null) {
            throw KinesisServiceException.invalidArgument("Must specify %s for type %s.".formatted(member, type));
        }
        return value;
    }

    private static String numbered(StartingPosition.Type type, String member, String value) {
        if (value == null) {
            throw eitherOr(type, member, "no " + member);
        }
        return value;
    }

    /**
     * Says that a type is not for a sequence number, or needs one.
     *
     * @param seen what there is of it
     */
    private static KinesisServiceException eitherOr(StartingPosition.Type type, String member, String seen) {
        return KinesisServiceException.invalidArgument(
                "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and %s or (2) TRIM_HORIZON or LATEST and no %s. Request specified %s and %s."
                        .formatted(member, member, type, seen));
    }
}
