package io.github.camelconduit.kinesis;

/** Whether an option says anything: a placeholder that resolved to nothing leaves an empty text. */
final class Text {

    private Text() {}

    static boolean isEmpty(String text) {
        return text == null || text.isBlank();
    }

    static boolean hasText(String text) {
        return !isEmpty(text);
    }
}
