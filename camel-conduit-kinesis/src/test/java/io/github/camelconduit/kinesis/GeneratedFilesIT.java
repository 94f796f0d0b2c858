package io.github.camelconduit.kinesis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What the build generates is committed: whoever reads the repository sees what the build makes. */
class GeneratedFilesIT {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final boolean CI = "true".equals(System.getenv("CI"));
    private static final List<String> GENERATED =
            List.of("camel-conduit-kinesis/src/generated", "spring-boot/src/generated", "src/main/docs");

    @Test
    void areTheOnesThatAreCommitted() throws Exception {
        assumeCheckout();
        TreeSet<String> drifted = new TreeSet<>();
        drifted.addAll(git("diff", "HEAD", "--name-only"));
        drifted.addAll(git("ls-files", "--others", "--exclude-standard"));

        assertThat(drifted)
                .as("The build generated these files anew. Look at them with 'git diff' and commit them")
                .isEmpty();
    }

    private static void assumeCheckout() throws InterruptedException {
        try {
            Result top = run(List.of("git", "rev-parse", "--show-toplevel"));
            boolean checkout = top.status() == 0
                    && Path.of(top.output().strip()).toRealPath().equals(PROJECT.toRealPath());
            assertThat(checkout || !CI)
                    .as("With CI=true this has to be a git checkout")
                    .isTrue();
            assumeTrue(
                    checkout,
                    () -> "Not checked whether generated files are committed: " + PROJECT + " is no git checkout: "
                            + top.output());
        } catch (IOException e) {
            assertThat(CI).as("With CI=true git has to be there").isFalse();
            assumeTrue(false, "Not checked whether generated files are committed: git cannot be run: " + e);
        }
    }

    private static List<String> git(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("git"));
        all.addAll(List.of(command));
        all.add("--");
        all.addAll(GENERATED);
        Result result = run(all);
        assertThat(result.status()).as(result.output()).isZero();
        return result.output().lines().toList();
    }

    private static Result run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(PROJECT.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    private record Result(int status, String output) {}
}
