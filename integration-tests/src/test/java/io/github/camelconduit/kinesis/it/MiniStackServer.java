package io.github.camelconduit.kinesis.it;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** MiniStack in a process of its own, with short subscriptions. */
final class MiniStackServer extends ServerUnderTest {

    static final Duration LIFETIME = Duration.ofSeconds(6);

    private final ServerProcess process;

    private MiniStackServer(ServerProcess process, int port) {
        super(URI.create("http://127.0.0.1:" + port), "us-east-1", "test", "test");
        this.process = process;
    }

    static MiniStackServer start() throws IOException, InterruptedException {
        Tool.PYTHON.require();
        int port = ServerProcess.freePort();
        return new MiniStackServer(
                ServerProcess.start(
                        "ministack.sh",
                        port,
                        Integer.toString(port),
                        ServerProcess.directory().toString(),
                        Long.toString(LIFETIME.toSeconds())),
                port);
    }

    /** It forgets a shard with all that it holds as soon as it is split or merged. */
    @Override
    boolean keepsClosedShardsReadable() {
        return false;
    }

    @Override
    void stop() {
        process.close();
    }
}
