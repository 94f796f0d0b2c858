package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MissingShardsTest {

    private static final Set<String> ENDED = Set.of("ended");

    private final MissingShards missing = new MissingShards(Duration.ofSeconds(60));

    @Test
    void aShardIsMissingOnceEveryListingHasLackedItForLongEnough() {
        assertThat(missing.of(Set.of("open"), ENDED, 0)).isEmpty();
        assertThat(missing.of(Set.of("open"), ENDED, 30_000)).isEmpty();

        assertThat(missing.of(Set.of("open"), ENDED, 60_000)).containsExactly("ended");
    }

    @Test
    void aShardThatIsStillListedIsNotMissing() {
        for (int listing = 0; listing < 10; listing++) {
            assertThat(missing.of(ENDED, ENDED, listing * 60_000)).isEmpty();
        }
    }

    @Test
    void listingsThatLackAShardForAMomentSayNothing() {
        missing.of(Set.of(), ENDED, 0);
        missing.of(Set.of(), ENDED, 59_000);
        missing.of(ENDED, ENDED, 60_000);

        assertThat(missing.of(Set.of(), ENDED, 61_000)).isEmpty();
        assertThat(missing.of(Set.of(), ENDED, 62_000)).isEmpty();
        assertThat(missing.of(Set.of(), ENDED, 120_000)).isEmpty();
        assertThat(missing.of(Set.of(), ENDED, 121_000)).containsExactly("ended");
    }

    @Test
    void timeInWhichNothingWasListedDoesNotCountAlone() {
        missing.of(Set.of(), ENDED, 0);

        assertThat(missing.of(Set.of(), ENDED, 3_600_000)).isEmpty();
        assertThat(missing.of(Set.of(), ENDED, 3_600_001)).containsExactly("ended");
    }

    @Test
    void aShardThatNobodyAskedForMeanwhileIsCountedAnew() {
        missing.of(Set.of(), ENDED, 0);
        missing.of(Set.of(), ENDED, 30_000);
        missing.of(Set.of(), Set.of(), 40_000);

        assertThat(missing.of(Set.of(), ENDED, 60_000)).isEmpty();
    }
}
