package io.github.camelconduit.kinesis.dynamodb;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.position.Position;

import static org.assertj.core.api.Assertions.assertThat;

class PositionOrderTest {

    @Test
    void ordersTextAsPositionsAreOrdered() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Position left = any(random);
            Position right = random.nextInt(10) == 0 ? left : any(random);

            assertThat(PositionOrder.of(left).compareTo(PositionOrder.of(right)) > 0)
                    .as("seed %s: %s beyond %s", seed, left, right)
                    .isEqualTo(left.isBeyond(right));
        }
    }

    private static Position any(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Position.TRIM_HORIZON;
            case 1 -> Position.ENDED;
            case 2 -> Position.at(random.nextBoolean() ? Instant.MIN : Instant.MAX);
            case 3, 4 -> Position.at(Instant.ofEpochSecond(random.nextInt(5) - 2, random.nextInt(3)));
            case 5 -> Position.after(new BigInteger(random.nextInt(8), random).toString());
            default -> Position.after("0".repeat(random.nextInt(3)) + new BigInteger(random.nextInt(400), random));
        };
    }
}
