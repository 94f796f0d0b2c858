package io.github.camelconduit.kinesis;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamConsumerNamesTest {

    @Test
    void isMadeOfApplicationAndRouteWhereAwsAllowsThem() {
        assertThat(StreamConsumerNames.of("shop", "reader.1")).isEqualTo("shop-reader.1");
    }

    @Test
    void isAllowedTheSameAtEveryStartAndDifferentForDifferentRoutesWhateverTheirNames() {
        String one = StreamConsumerNames.of("shop", "route a/b");
        String other = StreamConsumerNames.of("shop", "route a_b");
        String tooLong = StreamConsumerNames.of("shop", "r".repeat(500));

        assertThat(one).matches("[a-zA-Z0-9_.-]{1,128}").isEqualTo(StreamConsumerNames.of("shop", "route a/b"));
        assertThat(other).matches("[a-zA-Z0-9_.-]{1,128}").isNotEqualTo(one);
        assertThat(tooLong)
                .matches("[a-zA-Z0-9_.-]{1,128}")
                .isNotEqualTo(StreamConsumerNames.of("shop", "r".repeat(501)));
    }
}
