package io.github.camelconduit.kinesis.examples;

import org.apache.camel.dsl.jbang.core.commands.CamelJBangMain;

/** The command {@code camel}, as its script starts it. */
final class CamelCommand {

    private CamelCommand() {}

    public static void main(String[] args) {
        CamelJBangMain.run(args);
    }
}
