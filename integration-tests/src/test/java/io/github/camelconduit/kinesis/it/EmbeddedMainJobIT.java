package io.github.camelconduit.kinesis.it;

import java.time.Duration;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;

/** The main job against the embedded server, with AWS's rules but for the life of a subscription. */
class EmbeddedMainJobIT extends ServerTest
        implements ReadingBehaviours, PositionBehaviours, RenewalBehaviours, ReshardingBehaviours, WritingBehaviours {

    private static final Duration LIFETIME = Duration.ofSeconds(6);

    @Override
    ServerUnderTest startServer() {
        return EmbeddedServer.start(EmbeddedKinesis.builder().subscriptionLifetime(LIFETIME));
    }

    @Override
    public Duration twoRenewals() {
        return LIFETIME.multipliedBy(2).plusSeconds(3);
    }
}
