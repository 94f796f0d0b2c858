package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ForgottenShardsTest {

    private static final Set<String> ENDED = Set.of("ended");

    private final ForgottenShards forgotten = new ForgottenShards(Duration.ofSeconds(60));

    @Test
    void aShardIsForgottenOnceEveryListingHasLackedItForLongEnough() {
        assertThat(forgotten.of(Set.of("open"), ENDED, 0)).isEmpty();
        assertThat(forgotten.of(Set.of("open"), ENDED, 30_000)).isEmpty();

        assertThat(forgotten.of(Set.of("open"), ENDED, 60_000)).containsExactly("ended");
    }

    @Test
    void aShardThatIsStillListedIsRemembered() {
        for (int listing = 0; listing < 10; listing++) {
            assertThat(forgotten.of(ENDED, ENDED, listing * 60_000)).isEmpty();
        }
    }

    @Test
    void listingsThatLackAShardForAMomentDoNotForgetIt() {
        forgotten.of(Set.of(), ENDED, 0);
        forgotten.of(Set.of(), ENDED, 59_000);
        forgotten.of(ENDED, ENDED, 60_000);

        assertThat(forgotten.of(Set.of(), ENDED, 61_000)).isEmpty();
        assertThat(forgotten.of(Set.of(), ENDED, 62_000)).isEmpty();
        assertThat(forgotten.of(Set.of(), ENDED, 120_000)).isEmpty();
        assertThat(forgotten.of(Set.of(), ENDED, 121_000)).containsExactly("ended");
    }

    @Test
    void timeInWhichNothingWasListedDoesNotCountAlone() {
        forgotten.of(Set.of(), ENDED, 0);

        assertThat(forgotten.of(Set.of(), ENDED, 3_600_000)).isEmpty();
        assertThat(forgotten.of(Set.of(), ENDED, 3_600_001)).containsExactly("ended");
    }

    @Test
    void aShardThatIsReadAnewIsCountedAnew() {
        forgotten.of(Set.of(), ENDED, 0);
        forgotten.of(Set.of(), ENDED, 30_000);
        forgotten.of(Set.of(), Set.of(), 40_000);

        assertThat(forgotten.of(Set.of(), ENDED, 60_000)).isEmpty();
    }
}
