package io.github.camelconduit.kinesis.position;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PositionTest {

    @Test
    void comparesSequenceNumbersAsNumbersWhateverTheirLength() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            BigInteger left = new BigInteger(random.nextInt(400), random);
            BigInteger right = random.nextInt(10) == 0 ? left : new BigInteger(random.nextInt(400), random);
            String zeros = random.nextBoolean() ? "" : "00";

            assertThat(SequenceNumbers.compare(zeros + left, right.toString()))
                    .as("seed %s: %s against %s", seed, left, right)
                    .matches(sign -> Integer.signum(sign) == left.compareTo(right));
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " 1", "-1", "1a", "LATEST"})
    void refusesWhatIsNoSequenceNumber(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Position.after(value))
                .withMessageContaining("decimal digits");
    }

    @Test
    void refusesASequenceNumberThatIsTooLongWithoutRepeatingAllOfIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Position.after("9".repeat(100_000)))
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(300));
    }

    @Test
    void ordersKindsFromTheOldestRecordToTheEnd() {
        Position time = Position.at(Instant.EPOCH);
        Position number = Position.after("5");

        assertThat(time.isBeyond(Position.TRIM_HORIZON)).isTrue();
        assertThat(number.isBeyond(time)).isTrue();
        assertThat(Position.ENDED.isBeyond(number)).isTrue();
        assertThat(number.isBeyond(Position.ENDED)).isFalse();
        assertThat(number.isBeyond(Position.after("5"))).isFalse();
        assertThat(Position.after("10").isBeyond(Position.after("9"))).isTrue();
        assertThat(Position.at(Instant.MAX).isBeyond(time)).isTrue();
    }

    @Test
    void aStoreNeverMovesAPositionBack() {
        MemoryPositionStore store = new MemoryPositionStore();
        ReaderKey key = new ReaderKey("app", "consumer", "stream");
        store.begin(key, new StreamPositions(Instant.EPOCH, null, Map.of()));
        store.save(key, Map.of("a", Position.after("10"), "b", Position.ENDED));

        store.save(key, Map.of("a", Position.after("9"), "b", Position.after("99")));

        assertThat(store.load(key).orElseThrow().shards())
                .containsEntry("a", Position.after("10"))
                .containsEntry("b", Position.ENDED);
    }

    @Test
    void readersOfOneStreamDoNotShareTheirPositions() {
        MemoryPositionStore store = new MemoryPositionStore();
        store.begin(new ReaderKey("app", "one", "stream"), new StreamPositions(Instant.EPOCH, null, Map.of()));

        assertThat(store.load(new ReaderKey("app", "two", "stream"))).isEmpty();
    }
}
