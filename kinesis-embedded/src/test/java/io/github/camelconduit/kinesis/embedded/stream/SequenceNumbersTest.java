package io.github.camelconduit.kinesis.embedded.stream;

import java.math.BigInteger;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.embedded.Rules;

import static org.assertj.core.api.Assertions.assertThat;

class SequenceNumbersTest {

    private final SequenceNumbers numbers = new SequenceNumbers(1_795_000_000L, 7);

    @Test
    void numbersLookLikeTheServicesAndGrowWithTheCounter() {
        String first = numbers.of(0);
        String second = numbers.of(1);
        String far = numbers.of(Long.MAX_VALUE);
        assertThat(first).hasSize(56).startsWith("49");
        assertThat(new BigInteger(second)).isGreaterThan(new BigInteger(first));
        assertThat(new BigInteger(far)).isGreaterThan(new BigInteger(second));
        assertThat(far).hasSize(56);
    }

    @Test
    void countingGivesTheSameNumbersAsComputing() {
        DecimalCounter sequence = numbers.sequence();
        for (int i = 1; i <= 10_000; i++) {
            assertThat(sequence.next()).isEqualTo(numbers.of(i));
        }
    }

    @Test
    void aNumberGivesItsCounterBack() {
        assertThat(numbers.counterOf(numbers.of(123_456_789L))).hasValue(123_456_789L);
        assertThat(numbers.counterOf("000" + numbers.of(5))).hasValue(5);
    }

    @Test
    void numbersOfAnotherShardAndOtherTextsAreNotTaken() {
        assertThat(numbers.counterOf(new SequenceNumbers(1_795_000_000L, 8).of(1)))
                .isEmpty();
        assertThat(numbers.counterOf(new SequenceNumbers(1_795_000_001L, 7).of(1)))
                .isEmpty();
        for (String text : new String[] {"", "-1", "0x1", "٣", "1", " 1", "9".repeat(130)}) {
            assertThat(numbers.counterOf(text)).as(text).isEmpty();
        }
    }

    @Test
    void aNumberTellsWhichShardItIsOf() {
        for (int index : new int[] {0, 7, 15, 16, 4_000, Integer.MAX_VALUE}) {
            SequenceNumbers shard = new SequenceNumbers(1_795_000_000L, index);
            assertThat(SequenceNumbers.shardIndexIn(shard.of(0))).hasValue(index);
            assertThat(SequenceNumbers.shardIndexIn(shard.of(Long.MAX_VALUE))).hasValue(index);
        }
        for (String text : new String[] {"", "x", "1", "9".repeat(129)}) {
            assertThat(SequenceNumbers.shardIndexIn(text)).as(text).isEmpty();
        }
    }

    @Test
    void childrenNumberAboveTheirParentsAlsoWithinOneSecond() {
        HashRange range = HashRange.divide(1).get(0);
        Shard.Setting setting = new Shard.Setting(
                Rules.fast(), new Retention(Duration.ofHours(24)), new RetentionBytes(Long.MAX_VALUE), null, 0);
        Shard parent = new Shard(0, null, null, range, 1000, setting);
        Shard child = new Shard(1, parent, null, range, 1000, setting);
        parent.append("key", new byte[1]);
        assertThat(new BigInteger(child.view().startingSequenceNumber()))
                .isGreaterThan(new BigInteger(parent.records().get(0).sequenceNumber()));
    }
}
