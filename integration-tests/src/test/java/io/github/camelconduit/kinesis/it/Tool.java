package io.github.camelconduit.kinesis.it;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A tool of the machine that a server under test needs. */
enum Tool {
    PYTHON(
            "python3, 3.10 or newer, with venv",
            "python3",
            "-c",
            "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))"),
    NODE("node, 18 or newer", "node", "-e", "process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)"),
    NPM("npm", "npm", "--version");

    private static final Logger LOG = LoggerFactory.getLogger(Tool.class);
    private static final int SECONDS = 30;

    private final String description;
    private final List<String> check;

    Tool(String description, String... check) {
        this.description = description;
        this.check = List.of(check);
    }

    /** Where it is missing: fails with {@code CI=true} in the environment, else skips the tests and says why. */
    void require() throws IOException, InterruptedException {
        if (isThere()) {
            return;
        }
        String message = description + " is missing on this machine, so these tests cannot run";
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(message + "; with CI=true that is a failure");
        }
        LOG.warn("Skipped: {}", message);
        Assumptions.abort(message);
    }

    private boolean isThere() throws InterruptedException {
        try {
            Process process = new ProcessBuilder(check)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
