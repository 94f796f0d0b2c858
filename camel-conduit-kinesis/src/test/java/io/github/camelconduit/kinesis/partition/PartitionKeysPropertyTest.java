package io.github.camelconduit.kinesis.partition;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import static org.assertj.core.api.Assertions.assertThat;

class PartitionKeysPropertyTest {

    @Property
    void aFittedKeyIsTheBeginningOfTheTextAndAllOfItIsValid(@ForAll("texts") String text) {
        String fitted = PartitionKeys.fit(text);

        assertThat(fitted.codePointCount(0, fitted.length()))
                .isEqualTo(Math.min(256, text.codePointCount(0, text.length())));
        int[] withoutLoneSurrogates = text.codePoints()
                .limit(256)
                .map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c)
                .toArray();
        assertThat(fitted.codePoints().toArray()).isEqualTo(withoutLoneSurrogates);
        byte[] utf8 = fitted.getBytes(StandardCharsets.UTF_8);
        assertThat(new String(utf8, StandardCharsets.UTF_8)).isEqualTo(fitted);
        assertThat(PartitionKeys.utf8Length(fitted)).isEqualTo(utf8.length);
        assertThat(PartitionKeys.fit(fitted)).as("fitted again").isEqualTo(fitted);
    }

    @Property
    void aKeyThatFitsAlreadyIsNotTouched(@ForAll("wholeTexts") String text) {
        assertThat(PartitionKeys.fit(text)).isSameAs(text);
    }

    @Example
    void emptyAndBlankStayAndAHugeTextIsNotReadToItsEnd() {
        assertThat(PartitionKeys.fit("")).isEmpty();
        assertThat(PartitionKeys.fit(" \t\n")).isEqualTo(" \t\n");
        String huge = "e\u0301".repeat(5_000_000);
        long start = System.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            assertThat(PartitionKeys.fit(huge)).hasSize(256);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("to read all of it takes minutes")
                .isLessThan(Duration.ofSeconds(20));
    }

    /** Any chars at all, of every length that matters: empty, short, 255 to 257 code points, huge. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.strings().ascii().ofLength(1)),
                Tuple.of(4, codePoints()),
                Tuple.of(2, Arbitraries.of("e\u0301", "\uD83D\uDE00", "\u20AC", "\u200D", "\u0000")),
                Tuple.of(1, Arbitraries.chars().range('\uD800', '\uDFFF').map(String::valueOf)));
        Arbitrary<Integer> lengths = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 10),
                Arbitraries.integers().between(253, 259),
                Arbitraries.integers().between(1_000, 2_000));
        return lengths.flatMap(length -> pieces.list().ofSize(length).map(all -> String.join("", all)));
    }

    @Provide
    Arbitrary<String> wholeTexts() {
        return Combinators.combine(codePoints().list().ofMaxSize(256), Arbitraries.just(""))
                .as((all, none) -> String.join("", all));
    }

    private static Arbitrary<String> codePoints() {
        return Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(c -> c < 0xD800 || c > 0xDFFF)
                .map(Character::toString);
    }
}
