package io.github.camelconduit.kinesis.quarkus.deployment;

import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.camelconduit.kinesis.ConduitKinesisComponent;
import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

class DisabledDevServicesTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.conduit-kinesis.devservices.enabled", "false");

    @Inject
    CamelContext camel;

    @Test
    void nothingIsStartedAndNothingIsSet() {
        ConduitKinesisConfiguration configuration = camel.getComponent("conduit-kinesis", ConduitKinesisComponent.class)
                .getConfiguration();

        assertThat(configuration.getUrl()).isNull();
        assertThat(configuration.getRegion()).isNull();
        assertThat(configuration.getAccessKeyId()).isNull();
    }
}
