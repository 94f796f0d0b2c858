package io.github.camelconduit.kinesis.quarkus.deployment;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import io.quarkus.runtime.LaunchMode;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

import io.github.camelconduit.kinesis.quarkus.deployment.ConduitKinesisBuildTimeConfig.DevServices;

/** Has Quarkus start a Kinesis server in dev and test mode, and sets the component to it. */
@BuildSteps(onlyIf = {IsDevServicesSupportedByLaunchMode.class, DevServicesConfig.Enabled.class})
class DevServicesProcessor {

    private static final Logger LOG = Logger.getLogger(DevServicesProcessor.class);
    private static final String DEFAULT_REGION = "us-east-1";

    @BuildStep
    DevServicesResultBuildItem devServices(ConduitKinesisBuildTimeConfig config, LaunchModeBuildItem launchMode) {
        GivenOptions given = new GivenOptions(ConfigProvider.getConfig());
        boolean developing = launchMode.getLaunchMode() == LaunchMode.DEVELOPMENT;
        return server(config.devservices(), given, developing)
                .map(settings -> started(settings, given))
                .orElse(null);
    }

    /** The server to start, or none where the application wants none or has one. */
    static Optional<DevServerSettings> server(DevServices config, GivenOptions given, boolean developing) {
        if (!config.enabled()) {
            LOG.debug("No Kinesis server is started: quarkus.conduit-kinesis.devservices.enabled=false");
            return Optional.empty();
        }
        if (given.hasAny("url", "amazonKinesisAsyncClient")) {
            LOG.debug("No Kinesis server is started: the component has a URL or a client");
            return Optional.empty();
        }
        return Optional.of(DevServerSettings.of(config, given.value("region").orElse(DEFAULT_REGION), developing));
    }

    private static DevServicesResultBuildItem started(DevServerSettings settings, GivenOptions given) {
        return DevServicesResultBuildItem.<DevServer>owned()
                .feature(ConduitKinesisProcessor.FEATURE)
                .description("Embedded Kinesis")
                .serviceConfig(settings.identity())
                .startable(() -> new DevServer(settings))
                .configProvider(Map.of(
                        GivenOptions.PREFIX + "url", server -> server.endpoint().toString()))
                .config(settingsFor(given, settings.region()))
                .build();
    }

    /** What the component needs besides the URL and the application does not say. */
    static Map<String, String> settingsFor(GivenOptions given, String region) {
        Map<String, String> options = new HashMap<>();
        if (given.value("region").isEmpty()) {
            options.put(GivenOptions.PREFIX + "region", region);
        }
        if (!given.hasAny(
                "accessKeyId",
                "secretAccessKey",
                "sessionToken",
                "useDefaultCredentialsProvider",
                "profileCredentialsName")) {
            options.put(GivenOptions.PREFIX + "access-key-id", "test");
            options.put(GivenOptions.PREFIX + "secret-access-key", "test");
        }
        return options;
    }
}
