package io.github.camelconduit.kinesis.delivery;

import java.util.ArrayList;
import java.util.Collections;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.position.Position;

import static io.github.camelconduit.kinesis.delivery.ScriptedRoute.LIMIT;
import static io.github.camelconduit.kinesis.delivery.ScriptedRoute.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A window that is full, and for which the route is not to blame. */
class FullWindowTest {

    private final ScriptedRoute route = new ScriptedRoute();

    @BeforeEach
    void keepWhatComes() {
        route.handling = ScriptedRoute.Handling.KEPT;
        route.later = Collections.synchronizedList(new ArrayList<>());
    }

    @AfterEach
    void stop() {
        route.threads.shutdownNow();
    }

    @Test
    void ofAShardThatWasResetMeanwhileIsNotStuck() {
        ShardDelivery shard = new ShardDelivery("shard-1", route, 2);
        shard.open();
        shard.received(batch(1, 5, Position.after("5"), 0));
        await().atMost(LIMIT).until(() -> route.later.size() == 1);

        shard.drop();
        route.later.get(0).run();

        assertThat(shard.stuck()).isNull();
    }

    /** As with breakOnFirstError, when a route that has the record behind a queue fails with it again and again. */
    @Test
    void ofARecordThatTheRouteGivesBackAgainAndAgainIsNotStuck() {
        ShardDelivery shard = new ShardDelivery("shard-1", route, 1);
        shard.open();
        shard.received(batch(1, 5, Position.after("5"), 0));
        await().atMost(LIMIT).until(() -> route.later.size() == 1);
        Runnable look = route.later.get(0);

        route.outcomes.get(0).again(new IllegalStateException("scripted"));
        await().atMost(LIMIT).until(() -> route.later.size() == 2);
        route.later.get(1).run();
        await().atMost(LIMIT).until(() -> route.outcomes.size() == 2);
        look.run();

        assertThat(shard.stuck()).isNull();
    }
}
