package io.github.camelconduit.kinesis.partition;

import java.util.regex.Pattern;

import freemarker.template.Template;

/**
 * What in a template can take long. A {@link TemplateWatch} ends loops and macros, wherever they are. It cannot end what
 * FreeMarker does inside one expression, so what can be endless there is refused when the template is compiled: text that
 * is made a template or an expression, and built-ins that walk a range of numbers. What else an expression does takes
 * time in proportion to the message, but for a regular expression that backtracks.
 */
final class TemplateBounds {

    private static final Pattern CODE_FROM_TEXT = Pattern.compile("\\?\\s*(interpret|eval)\\b");
    private static final Pattern BUILT_IN_ON_RANGE = Pattern.compile("\\([^()]*\\.\\.[^()]*\\)\\s*\\?");
    private static final Pattern RANGE = Pattern.compile("\\.\\.");
    private static final Pattern LAMBDA = Pattern.compile("->");
    private static final Pattern REPEATS = Pattern.compile("<#(list|foreach|items|macro|function|visit|recurse)\\b");

    private TemplateBounds() {}

    /** @throws IllegalArgumentException if it uses what cannot be bounded */
    static void check(String option, Template template) {
        String text = template.toString();
        if (CODE_FROM_TEXT.matcher(text).find()) {
            throw refused(
                    option, "uses ?eval or ?interpret", "?eval_json for data in JSON, and no code made from text");
        }
        boolean lambdaAndRange =
                LAMBDA.matcher(text).find() && RANGE.matcher(text).find();
        if (lambdaAndRange || BUILT_IN_ON_RANGE.matcher(text).find()) {
            throw refused(option, "uses a built-in on a range of numbers", "<#list> over it, which is ended in time");
        }
    }

    /** Whether it has anything that a watch has to end. */
    static boolean repeats(Template template) {
        return REPEATS.matcher(template.toString()).find();
    }

    private static IllegalArgumentException refused(String option, String use, String allowed) {
        return new IllegalArgumentException(option + " " + use + ", which may take for ever; allowed: " + allowed);
    }
}
