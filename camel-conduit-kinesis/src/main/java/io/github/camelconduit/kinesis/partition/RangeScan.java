package io.github.camelconduit.kinesis.partition;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks through a template for ranges of numbers ({@code 1..n}) outside of the two places where what they cost has a
 * bound: what {@code <#list>} walks over, which is ended when it takes too long, and what is cut out of a text or a list
 * ({@code body[0..7]}). Anywhere else a range may be given to what walks over it without an end.
 *
 * <p>To be used on a template's canonical form: there the bracket of a cut follows without a blank, and no text is raw.
 */
final class RangeScan {

    private static final Pattern CODE = Pattern.compile("\\$\\{|#\\{|<#--|<#(\\w+)|<@");
    private static final String COMMENT_BEGIN = "<#--";
    private static final String COMMENT_END = "-->";
    private static final char CUT = 'c';

    private final String text;
    private int at;
    private boolean found;

    private RangeScan(String text) {
        this.text = text;
    }

    /** Whether the template has such a range. */
    static boolean findsUnbounded(String canonicalForm) {
        RangeScan scan = new RangeScan(canonicalForm);
        scan.template();
        return scan.found;
    }

    private void template() {
        Matcher code = CODE.matcher(text);
        while (at < text.length() && code.find(at)) {
            at = code.end();
            if (code.group().equals(COMMENT_BEGIN)) {
                skipComment();
            } else if (code.group().endsWith("{")) {
                expression('}', false);
            } else {
                expression('>', "list".equals(code.group(1)) || "foreach".equals(code.group(1)));
            }
        }
    }

    private void skipComment() {
        int end = text.indexOf(COMMENT_END, at);
        at = end < 0 ? text.length() : end + COMMENT_END.length();
    }

    /** Goes on behind the char that ends it. */
    private void expression(char end, boolean walksRanges) {
        Deque<Character> open = new ArrayDeque<>();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == end && open.isEmpty()) {
                at++;
                return;
            }
            switch (c) {
                case '"', '\'' -> literal(c);
                case '(', '{' -> open.push(c);
                case '[' -> open.push(isCut() ? CUT : c);
                case ')', '}', ']' -> open.poll();
                case '<' -> {
                    if (text.startsWith(COMMENT_BEGIN, at)) {
                        skipComment();
                        continue;
                    }
                }
                case '.' -> {
                    if (text.startsWith("..", at)) {
                        found |= !(open.isEmpty() ? walksRanges : open.peek() == CUT);
                        at++;
                    }
                }
                default -> {}
            }
            at++;
        }
    }

    /** Whether the bracket cuts something out of what is before it, and does not begin a list. */
    private boolean isCut() {
        char before = text.charAt(at - 1);
        return Character.isJavaIdentifierPart(before) || ")]\"'".indexOf(before) >= 0;
    }

    /** Stays at its closing quote. What is interpolated in it is code, escaped like all of it. */
    private void literal(char quote) {
        StringBuilder content = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            content.append(text.charAt(at));
            at++;
        }
        found |= findsUnbounded(content.toString());
    }
}
