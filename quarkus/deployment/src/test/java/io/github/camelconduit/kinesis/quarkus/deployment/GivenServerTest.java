package io.github.camelconduit.kinesis.quarkus.deployment;

import io.quarkus.builder.BuildContext;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.apache.camel.CamelContext;
import org.apache.camel.quarkus.core.deployment.spi.CamelServiceBuildItem;
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
            .overrideConfigKey("camel.component.conduit-kinesis.region", "eu-central-1")
            .addBuildChainCustomizer(build -> build.addBuildStep(GivenServerTest::checkNativeHints)
                    .consumes(CamelServiceBuildItem.class)
                    .consumes(ReflectiveClassBuildItem.class)
                    .produces(FeatureBuildItem.class)
                    .build());

    @Inject
    CamelContext camel;

    /** An application that lacks one of these is not built, and no test here succeeds. */
    private static void checkNativeHints(BuildContext build) {
        assertThat(build.consumeMulti(CamelServiceBuildItem.class))
                .extracting(service -> service.type)
                .contains(
                        "io.github.camelconduit.kinesis.ConduitKinesisComponentConfigurer",
                        "io.github.camelconduit.kinesis.ConduitKinesisEndpointConfigurer",
                        "io.github.camelconduit.kinesis.ConduitKinesisEndpointUriFactory");
        assertThat(build.consumeMulti(ReflectiveClassBuildItem.class))
                .flatMap(ReflectiveClassBuildItem::getClassNames)
                .contains("io.github.camelconduit.kinesis.ConduitKinesisComponent", "freemarker.core._Java9Impl");
    }

    @Test
    void nothingIsStartedAndNothingIsSet() {
        ConduitKinesisConfiguration configuration = camel.getComponent("conduit-kinesis", ConduitKinesisComponent.class)
                .getConfiguration();

        assertThat(configuration.getUrl()).isEqualTo("http://127.0.0.1:1");
        assertThat(configuration.getRegion()).isEqualTo("eu-central-1");
        assertThat(configuration.getAccessKeyId()).isNull();
    }
}
