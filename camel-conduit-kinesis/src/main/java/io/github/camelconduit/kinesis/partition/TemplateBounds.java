package io.github.camelconduit.kinesis.partition;

import java.util.regex.Pattern;

import freemarker.template.Template;

/**
 * What in a template can take long, or much memory. A {@link TemplateWatch} ends loops, macros, and expressions that go
 * over lists of the message. It cannot end what FreeMarker does in one go, so what can be endless there is refused when
 * the template is compiled: text that is made a template or an expression, padding to any length, and ranges of numbers,
 * see {@link RangeScan}. So is a replacement that is written as one of an empty text, which makes the square of a text out
 * of it, and naming any of these without calling it. What is left takes time and memory in proportion to the message, but
 * for a regular expression that backtracks, what puts one part of the message into many places of another, and an
 * expression that goes, by lambdas alone, over a list of texts that the template has made within such a list.
 */
final class TemplateBounds {

    private static final Pattern CODE_FROM_TEXT = Pattern.compile("\\?\\s*(interpret|eval)\\b");
    private static final Pattern PADS_TO_ANY_LENGTH =
            Pattern.compile("\\?\\s*(left|right)_?[pP]ad\\b(?!\\s*\\(\\s*\\d{1,4}\\s*[,)])");
    private static final Pattern REPLACES_NOTHING =
            Pattern.compile("\\?\\s*replace\\b(?!\\s*\\()|\\?\\s*replace\\s*\\([\\s(]*r?(\"\"|'')[\\s)]*,");

    private TemplateBounds() {}

    /** @throws IllegalArgumentException if it uses what cannot be bounded */
    static void check(String option, Template template) {
        String text = template.toString();
        if (CODE_FROM_TEXT.matcher(text).find()) {
            throw refused(
                    option, "uses ?eval or ?interpret", "?eval_json for data in JSON, and no code made from text");
        }
        if (PADS_TO_ANY_LENGTH.matcher(text).find()) {
            throw refused(option, "uses padding to a length that is no plain number", "a number of up to four digits");
        }
        if (REPLACES_NOTHING.matcher(text).find()) {
            throw refused(
                    option, "uses ?replace to look for an empty text, or does not call it", "a text that is not empty");
        }
        if (RangeScan.findsUnbounded(text)) {
            throw refused(
                    option,
                    "uses a range of numbers",
                    "<#list 1..9 as i>, which is ended in time, and to cut something out, as body[0..7] does");
        }
    }

    private static IllegalArgumentException refused(String option, String use, String allowed) {
        return new IllegalArgumentException(option + " " + use + ", which may take for ever; allowed: " + allowed);
    }
}
