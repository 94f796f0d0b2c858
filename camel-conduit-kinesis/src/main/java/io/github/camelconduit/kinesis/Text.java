package io.github.camelconduit.kinesis;

/** Texts of options and headers. */
public final class Text {

    private static final int SHOWN = 200;

    private Text() {}

    /** Whether an option says nothing: a placeholder that resolved to nothing leaves an empty text. */
    static boolean isEmpty(String text) {
        return text == null || text.isBlank();
    }

    static boolean hasText(String text) {
        return !isEmpty(text);
    }

    /** For errors: a text as it is, or the beginning of one that is far too long. */
    public static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "... (" + text.length() + " characters)";
    }
}
