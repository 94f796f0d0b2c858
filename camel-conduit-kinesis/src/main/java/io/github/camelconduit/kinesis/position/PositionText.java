package io.github.camelconduit.kinesis.position;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Positions as text, for stores that keep them outside of the process. The text of a position never changes its
 * meaning:
 *
 * <pre>
 * TRIM_HORIZON
 * AT_TIMESTAMP 2026-01-31T12:00:00.123Z
 * AFTER 49590338271490256608559692538361571095921575989136588898
 * ENDED
 * </pre>
 */
public final class PositionText {

    private static final String TRIM_HORIZON = "TRIM_HORIZON";
    private static final String AT_TIMESTAMP = "AT_TIMESTAMP ";
    private static final String AFTER = "AFTER ";
    private static final String ENDED = "ENDED";
    private static final int SHOWN = 160;

    private PositionText() {}

    /** The position as text of one line, without {@code ;}, {@code =} and control characters. */
    public static String format(Position position) {
        if (position instanceof Position.AtTimestamp at) {
            return AT_TIMESTAMP + at.instant();
        }
        if (position instanceof Position.After after) {
            return AFTER + after.sequenceNumber();
        }
        if (position instanceof Position.Ended) {
            return ENDED;
        }
        if (position instanceof Position.TrimHorizon) {
            return TRIM_HORIZON;
        }
        throw new IllegalArgumentException("No text is known for " + position);
    }

    /**
     * The position that was {@linkplain #format formatted}.
     *
     * @throws IllegalArgumentException when the text is not a position
     */
    public static Position parse(String text) {
        if (TRIM_HORIZON.equals(text)) {
            return Position.TRIM_HORIZON;
        }
        if (ENDED.equals(text)) {
            return Position.ENDED;
        }
        try {
            if (text.startsWith(AT_TIMESTAMP)) {
                return Position.at(Instant.parse(text.substring(AT_TIMESTAMP.length())));
            }
            if (text.startsWith(AFTER)) {
                return Position.after(text.substring(AFTER.length()));
            }
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw notAPosition(text, e);
        }
        throw notAPosition(text, null);
    }

    private static IllegalArgumentException notAPosition(String text, Exception cause) {
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return new IllegalArgumentException(
                "Not a position: '" + shown + "'. Expected TRIM_HORIZON, AT_TIMESTAMP with a time such as"
                        + " 2026-01-31T12:00:00Z, AFTER with a sequence number, or ENDED.",
                cause);
    }
}
