package io.github.camelconduit.kinesis.springboot;

import java.io.PrintWriter;
import java.io.StringWriter;

/** All that a failure says, its causes included. */
final class Throwables {

    private Throwables() {}

    static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
