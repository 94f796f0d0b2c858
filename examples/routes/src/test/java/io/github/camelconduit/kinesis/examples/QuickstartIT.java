package io.github.camelconduit.kinesis.examples;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs what the script runs, from what the build has put beside it. */
class QuickstartIT {

    @TempDir
    private Path directory;

    @Test
    void endsWithTheTableAndStatusZeroWhenNothingIsLostDoubledOrOutOfOrder() throws Exception {
        Path output = directory.resolve("output");

        int status = run(output, "--events", "4000", "--rate", "500", "--lifetime", "1");

        String printed = Files.readString(output);
        assertThat(status).as(printed).isZero();
        assertThat(printed)
                .contains("Splitting a shard", "lost 0   doubled 0   out of order 0")
                .contains("Nothing lost, doubled or out of order.")
                .containsPattern("(?m)^ +shard +records +snapshot +cdc +renewals$")
                .containsPattern("(?m)^ +shardId-000000000005 +[1-9][0-9,]* +0 +[1-9][0-9,]* +([3-9]|[1-9][0-9]+)$");
    }

    @Test
    void refusesWhatItDoesNotKnowWithStatusTwo() throws Exception {
        Path output = directory.resolve("output");

        assertThat(run(output, "--evnets", "4000")).isEqualTo(2);

        assertThat(Files.readString(output)).startsWith("Unknown option --evnets.");
    }

    private static int run(Path output, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=en",
                "-cp",
                "examples/routes/target/classes" + File.pathSeparator + "examples/routes/target/lib/*",
                "io.github.camelconduit.kinesis.examples.quickstart.Quickstart"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(Path.of("../..").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).as("ends").isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
