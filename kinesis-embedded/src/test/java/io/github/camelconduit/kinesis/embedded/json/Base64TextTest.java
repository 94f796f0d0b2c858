package io.github.camelconduit.kinesis.embedded.json;

import java.util.Arrays;
import java.util.Base64;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Base64TextTest {

    @Test
    void everyLengthIsEncodedAsTheJdkDoes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int length = 0; length < 300; length++) {
            byte[] data = new byte[length];
            random.nextBytes(data);
            byte[] out = new byte[Base64Text.lengthOf(length) + 10];
            Base64Text.encode(data, out, 5);
            assertThat(Arrays.copyOfRange(out, 5, 5 + Base64Text.lengthOf(length)))
                    .as("seed %d, length %d", seed, length)
                    .isEqualTo(Base64.getEncoder().encode(data));
            assertThat(Arrays.copyOfRange(out, out.length - 5, out.length)).containsOnly(0);
        }
    }
}
