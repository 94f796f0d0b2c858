package io.github.camelconduit.kinesis.it;

import java.time.Duration;

/** The main job against MiniStack, a server of others. */
class MiniStackMainJobIT extends ServerTest
        implements ReadingBehaviours, PositionBehaviours, RenewalBehaviours, ReshardingBehaviours, WritingBehaviours {

    @Override
    ServerUnderTest startServer() throws Exception {
        return MiniStackServer.start();
    }

    @Override
    public Duration twoRenewals() {
        return MiniStackServer.LIFETIME.multipliedBy(2).plusSeconds(3);
    }
}
