package io.github.camelconduit.kinesis.it;

import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/** LocalStack in a container. */
final class LocalStackServer extends ServerUnderTest {

    /** The same as in test/docker-compose.yml: a version that asks for no account token. */
    private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.14.0");

    private static final Logger LOG = LoggerFactory.getLogger(LocalStackServer.class);

    private final LocalStackContainer container;

    private LocalStackServer(LocalStackContainer container) {
        super(container.getEndpoint(), container.getRegion(), container.getAccessKey(), container.getSecretKey());
        this.container = container;
    }

    /** Skips the tests where there is no Docker. */
    static LocalStackServer start() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            String message = "LocalStack runs in a container, and no Docker can be reached from here";
            LOG.warn("Skipped: {}", message);
            Assumptions.abort(message);
        }
        LocalStackContainer container = new LocalStackContainer(IMAGE).withServices("kinesis");
        container.start();
        return new LocalStackServer(container);
    }

    @Override
    boolean countsWholeCharacters() {
        return false;
    }

    /** It stalls for good with about ten of them. */
    @Override
    boolean carriesManySubscriptions() {
        return false;
    }

    @Override
    void stop() {
        container.stop();
    }
}
