package io.github.camelconduit.kinesis.it;

import java.io.IOException;
import java.net.URI;

/** kinesis-local, which runs inside LocalStack, in a process of its own. */
final class KinesisLocalServer extends ServerUnderTest {

    private final ServerProcess process;

    private KinesisLocalServer(ServerProcess process, int port) {
        super(URI.create("http://127.0.0.1:" + port), "us-east-1", "test", "test");
        this.process = process;
    }

    static KinesisLocalServer start() throws IOException, InterruptedException {
        Tool.NODE.require();
        Tool.NPM.require();
        int port = ServerProcess.freePort();
        return new KinesisLocalServer(
                ServerProcess.start(
                        "kinesis-local.sh",
                        port,
                        Integer.toString(port),
                        Integer.toString(ServerProcess.freePort()),
                        ServerProcess.directory().toString()),
                port);
    }

    @Override
    void stop() {
        process.close();
    }
}
