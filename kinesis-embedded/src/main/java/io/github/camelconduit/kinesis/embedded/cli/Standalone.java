package io.github.camelconduit.kinesis.embedded.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.EmbeddedKinesisBuilder;
import io.github.camelconduit.kinesis.embedded.KinesisServiceException;

/** Runs a server until the process is told to end. Exit status: 2 for a wrong command line, 1 when it cannot start. */
public final class Standalone {

    private static final int CANNOT_START = 1;
    private static final int USAGE_ERROR = 2;

    private Standalone() {}

    public static void main(String[] args) {
        Result result = run(List.of(args), System.out, System.err);
        if (result.exitStatus() != 0) {
            System.exit(result.exitStatus());
        }
        result.server().ifPresent(server -> Runtime.getRuntime()
                .addShutdownHook(new Thread(server::close, "embedded-kinesis-close")));
    }

    static Result run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments;
        try {
            arguments = Arguments.parse(args);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return new Result(USAGE_ERROR, Optional.empty());
        }
        if (arguments.help()) {
            out.print(Arguments.USAGE);
            return new Result(0, Optional.empty());
        }
        try {
            return new Result(0, Optional.of(start(arguments.settings(), out)));
        } catch (IllegalStateException | IllegalArgumentException | KinesisServiceException e) {
            err.println(e.getMessage());
            return new Result(CANNOT_START, Optional.empty());
        }
    }

    private static EmbeddedKinesis start(EmbeddedKinesisBuilder settings, PrintStream out) {
        EmbeddedKinesis server = settings.start();
        out.printf("Embedded Kinesis listens on %s, region %s%n", server.endpoint(), server.region());
        if (server.hasTls()) {
            out.printf("With TLS, self-signed: %s%n", server.tlsEndpoint());
        }
        server.streams()
                .forEach(stream -> out.printf(
                        "Stream %s, %d shards%n", stream, server.shards(stream).size()));
        out.flush();
        return server;
    }

    /**
     * How the start went.
     *
     * @param server runs when the exit status is 0 and no help was asked for
     */
    record Result(int exitStatus, Optional<EmbeddedKinesis> server) {}
}
