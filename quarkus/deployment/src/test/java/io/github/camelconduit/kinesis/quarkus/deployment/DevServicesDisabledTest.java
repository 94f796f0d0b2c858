package io.github.camelconduit.kinesis.quarkus.deployment;

import java.util.Optional;

import io.quarkus.test.QuarkusUnitTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** An application that wants Dev Services of no extension. */
class DevServicesDisabledTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION =
            new QuarkusUnitTest().withEmptyApplication().overrideConfigKey("quarkus.devservices.enabled", "false");

    @ConfigProperty(name = "camel.component.conduit-kinesis.url")
    Optional<String> server;

    @Test
    void noServerIsStarted() {
        assertThat(server).isEmpty();
    }
}
