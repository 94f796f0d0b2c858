package io.github.camelconduit.kinesis.publish;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The stream a record goes to.
 *
 * @param name the stream's name
 * @param arn its ARN where it was given by that, else null
 */
public record StreamTarget(String name, String arn) {

    /** The API reference of CreateStream. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");

    private static final String ARN_PREFIX = "arn:";
    private static final Pattern ARN =
            Pattern.compile("arn:[a-z0-9-]+:kinesis:[a-z0-9-]+:[0-9]{12}:stream/([a-zA-Z0-9_.-]{1,128})");

    /**
     * Reads a stream's name or ARN.
     *
     * @param source the option or header it comes from, for errors
     * @throws IllegalArgumentException if it is neither, naming the source
     */
    public static StreamTarget of(String source, String nameOrArn) {
        if (nameOrArn.startsWith(ARN_PREFIX)) {
            Matcher arn = ARN.matcher(nameOrArn);
            if (arn.matches()) {
                return new StreamTarget(arn.group(1), nameOrArn);
            }
        } else if (NAME.matcher(nameOrArn).matches()) {
            return new StreamTarget(nameOrArn, null);
        }
        throw invalid(source, nameOrArn);
    }

    private static IllegalArgumentException invalid(String source, String value) {
        String shown = value.length() <= 200 ? value : value.substring(0, 200) + "...";
        return new IllegalArgumentException(source + " names the stream \"" + shown
                + "\": a stream's name is 1 to 128 of a-z, A-Z, 0-9, underscore, dot and hyphen, or the stream's ARN");
    }

    @Override
    public String toString() {
        return arn == null ? name : arn;
    }
}
