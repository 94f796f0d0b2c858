package io.github.camelconduit.kinesis.delivery;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CaughtUpTest {

    private final AtomicInteger said = new AtomicInteger();
    private final CaughtUp caughtUp = new CaughtUp(said::incrementAndGet);

    @Test
    void isSaidOnceWhenTheLastShardReachesItsTip() {
        caughtUp.discovered("a");
        caughtUp.discovered("b");
        caughtUp.reached("a");
        assertThat(said).hasValue(0);

        caughtUp.reached("b");
        caughtUp.reached("b");
        caughtUp.discovered("c");
        caughtUp.reached("c");

        assertThat(said).hasValue(1);
    }

    @Test
    void waitsForAChildThatCannotBeReadYet() {
        caughtUp.discovered("parent");
        caughtUp.discovered("child");
        caughtUp.reached("parent");
        assertThat(caughtUp.isAnnounced()).isFalse();

        caughtUp.reached("child");
        assertThat(caughtUp.isAnnounced()).isTrue();
    }
}
