package io.github.camelconduit.kinesis.quarkus.deployment;

import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.camelconduit.kinesis.ConduitKinesisComponent;
import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/** An application with a server of its own. */
class GivenServerTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("camel.component.conduit-kinesis.url", "http://127.0.0.1:1")
            .overrideConfigKey("camel.component.conduit-kinesis.region", "eu-central-1");

    @Inject
    CamelContext camel;

    @Test
    void nothingIsStartedAndNothingIsSet() {
        ConduitKinesisConfiguration configuration = camel.getComponent("conduit-kinesis", ConduitKinesisComponent.class)
                .getConfiguration();

        assertThat(configuration.getUrl()).isEqualTo("http://127.0.0.1:1");
        assertThat(configuration.getRegion()).isEqualTo("eu-central-1");
        assertThat(configuration.getAccessKeyId()).isNull();
    }
}
