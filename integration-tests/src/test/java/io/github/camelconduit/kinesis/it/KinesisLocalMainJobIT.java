package io.github.camelconduit.kinesis.it;

import java.time.Duration;

/**
 * Reading from kinesis-local, a server of others. It sends events but once a second and errors only inside the stream; at
 * the end of a shard it says nothing, and goes on with empty events.
 */
class KinesisLocalMainJobIT extends ServerTest
        implements ReadingBehaviours, PositionBehaviours, RenewalBehaviours, ReshardingBehaviours {

    @Override
    ServerUnderTest startServer() throws Exception {
        return KinesisLocalServer.start();
    }

    /** It lets subscriptions live five minutes: here the reader renews them itself. */
    @Override
    public String renewalOptions() {
        return "subscriptionRefreshInterval=10000";
    }

    @Override
    public Duration twoRenewals() {
        return Duration.ofSeconds(23);
    }
}
