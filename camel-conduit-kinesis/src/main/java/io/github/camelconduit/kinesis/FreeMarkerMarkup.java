package io.github.camelconduit.kinesis;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells templates from plain text, and FreeMarker's from Go's, by their markup. */
public final class FreeMarkerMarkup {

    private static final List<String> MARKUP = List.of("${", "<#", "[=");
    private static final Pattern GO_ACTION = Pattern.compile("\\{\\{-?\\s*(.*?)\\s*-?}}", Pattern.DOTALL);
    private static final Pattern GO_METADATA =
            Pattern.compile("(?:\\.Metadata\\.([A-Za-z_][A-Za-z0-9_]*)|index\\s+\\.Metadata\\s+\"([^\"]+)\")");

    private FreeMarkerMarkup() {}

    /** Whether a text has FreeMarker markup: an interpolation or a directive. */
    public static boolean isIn(String text) {
        return text != null && MARKUP.stream().anyMatch(text::contains);
    }

    /**
     * Refuses a Go template, which is what the Conduit connector takes where a FreeMarker template belongs here.
     *
     * @param option the option the text is from
     * @param text an inline template, or what a template resource holds; may be null
     * @throws IllegalArgumentException when there is an action in double braces, with the FreeMarker way to say it
     */
    public static void refuseGoTemplate(String option, String text) {
        if (text == null) {
            return;
        }
        Matcher action = GO_ACTION.matcher(text);
        if (action.find()) {
            throw new IllegalArgumentException(option + "=" + text
                    + ": a Go template; allowed: a FreeMarker template, with "
                    + inFreeMarker(action.group(1)) + " for " + action.group());
        }
    }

    private static String inFreeMarker(String goExpression) {
        Matcher metadata = GO_METADATA.matcher(goExpression);
        if (metadata.find()) {
            String name = metadata.group(1) != null ? metadata.group(1) : metadata.group(2);
            return "${headers['" + name + "']}";
        }
        if (goExpression.contains(".Payload")) {
            return "${body}";
        }
        if (goExpression.contains(".Key")) {
            return "${headers['" + ConduitKinesisConstants.PARTITION_KEY + "']}";
        }
        return "${headers['<name>']} or ${body}";
    }
}
