package io.github.camelconduit.kinesis.examples.pages;

import java.util.ArrayList;
import java.util.List;

/** The commands of a script in the words that a shell makes of them. Knows what documentation needs: no expansion. */
final class ShellWords {

    private final String text;
    private final List<List<String>> commands = new ArrayList<>();
    private List<String> command = new ArrayList<>();
    private StringBuilder word;
    private int at;

    private ShellWords(String text) {
        this.text = text;
    }

    /** Each command's words; those of a pipe are commands of their own. */
    static List<List<String>> commands(String script) {
        ShellWords reader = new ShellWords(script + "\n");
        while (reader.at < reader.text.length()) {
            reader.read(reader.text.charAt(reader.at++));
        }
        return reader.commands;
    }

    private void read(char c) {
        switch (c) {
            case ' ', '\t' -> endWord();
            case '\n', ';', '&', '|' -> endCommand();
            case '\'', '"' -> quoted(c);
            case '\\' -> escaped();
            case '#' -> {
                if (word == null) {
                    at = text.indexOf('\n', at);
                } else {
                    append(c);
                }
            }
            default -> append(c);
        }
    }

    private void quoted(char quote) {
        append("");
        while (text.charAt(at) != quote) {
            append(text.charAt(at++));
            if (at == text.length()) {
                throw new AssertionError("A quote " + quote + " that is not closed:\n" + text);
            }
        }
        at++;
    }

    private void escaped() {
        char c = text.charAt(at++);
        if (c != '\n') {
            append(c);
        }
    }

    private void append(char c) {
        append(String.valueOf(c));
    }

    private void append(String part) {
        word = word == null ? new StringBuilder(part) : word.append(part);
    }

    private void endWord() {
        if (word != null) {
            command.add(word.toString());
            word = null;
        }
    }

    private void endCommand() {
        endWord();
        if (!command.isEmpty()) {
            commands.add(command);
            command = new ArrayList<>();
        }
    }
}
