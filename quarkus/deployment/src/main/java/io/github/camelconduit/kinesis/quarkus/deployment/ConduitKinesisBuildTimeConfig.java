package io.github.camelconduit.kinesis.quarkus.deployment;

import java.util.Map;
import java.util.OptionalInt;

import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigGroup;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Options of the extension. Those of the component are set as {@code camel.component.conduit-kinesis.*}. */
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
@ConfigMapping(prefix = "quarkus.conduit-kinesis")
public interface ConduitKinesisBuildTimeConfig {

    /** The Kinesis server that is started in dev and test mode. */
    DevServices devservices();

    /** See {@link #devservices()}. */
    @ConfigGroup
    interface DevServices {

        /**
         * Whether a Kinesis server is started in dev and test mode. It is not where the component has a URL or a client of
         * its own.
         */
        @WithDefault("true")
        boolean enabled();

        /** The port of the server. Any free one if not set. */
        OptionalInt port();

        /**
         * Whether the server is shared in dev mode: with a port set, an application that finds a Kinesis server on it uses
         * that one, and makes only the streams that it lacks.
         */
        @WithDefault("true")
        boolean shared();

        /** The streams that are there from the start, and how many shards each has. */
        @ConfigDocMapKey("stream-name")
        Map<String, Integer> streams();

        /**
         * What the server's limits and times are: short times and no throttling ({@code fast}), or what AWS has
         * ({@code aws}).
         */
        @WithDefault("fast")
        ServerRules rules();
    }

    /** Limits and times of the server. */
    enum ServerRules {

        /** Short times, so that tests and restarts are quick, and no throttling. */
        FAST,
        /** Those of AWS: after a restart, for example, shards cannot be subscribed to for five seconds. */
        AWS
    }
}
