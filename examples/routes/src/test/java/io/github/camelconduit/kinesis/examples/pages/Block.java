package io.github.camelconduit.kinesis.examples.pages;

import java.nio.file.Path;
import java.util.List;

/**
 * A code block of a page.
 *
 * @param page the page, as seen from the project's folder
 * @param line the line of the page that its first line is
 * @param title the title it has in the page; empty for none
 * @param language what the page says it is written in; empty where it does not say
 * @param text its lines, without what delimits them
 */
record Block(String page, int line, String title, String language, String text) {

    List<String> lines() {
        return text.lines().toList();
    }

    /**
     * With this machine's places for what a reader has: the account is the embedded server's, directories are below
     * one.
     */
    String textFor(Path folder) {
        return text.replace("123456789012", "000000000000")
                .replace("/var/lib/shop", folder.resolve("shop").toString());
    }

    /** For a test's name: where it stands. */
    @Override
    public String toString() {
        return page + ":" + line + (language.isEmpty() ? "" : " " + language);
    }
}
