package io.github.camelconduit.kinesis.it;

/**
 * The main job against LocalStack. Its subscriptions live five minutes, too long for a test, and at the end of a shard
 * it names no children: neither renewals nor resharding are looked at here.
 */
class LocalStackMainJobIT extends ServerTest implements ReadingBehaviours, PositionBehaviours, WritingBehaviours {

    @Override
    ServerUnderTest startServer() {
        return LocalStackServer.start();
    }
}
