package io.github.camelconduit.kinesis.it;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.ConduitKinesisConstants;
import io.github.camelconduit.kinesis.publish.RecordTooLargeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a writer can count on. */
interface WritingBehaviours {

    /** Outside the basic plane: two chars of Java and four bytes of UTF-8, but one character. */
    String FISH = "\uD83D\uDC1F";

    /** The most that data and partition key may have together: 1 MiB. */
    int RECORD_LIMIT = 1_048_576;

    TestBed bed();

    @Test
    default void writesTheBodyWithTheRecordKeyAndSaysWhereItWent() {
        Exchange sent = bed().send("", "hello", Map.of(ConduitKinesisConstants.PARTITION_KEY, "key-7"));

        ServerUnderTest.Stored stored = onlyRecord();
        assertThat(sent.getException()).isNull();
        assertThat(stored.partitionKey()).isEqualTo("key-7");
        assertThat(new String(stored.data(), StandardCharsets.UTF_8)).isEqualTo("hello");
        assertThat(sent.getMessage().getHeader(ConduitKinesisConstants.SHARD_ID))
                .isEqualTo(stored.shardId());
        assertThat(sent.getMessage().getHeader(ConduitKinesisConstants.SEQUENCE_NUMBER))
                .isEqualTo(stored.sequenceNumber());
    }

    @Test
    default void takesThePartitionKeyFromAnExpression() {
        bed().send("partitionKey=RAW(${header.customer}-${body})", "body", Map.of("customer", "c9"));

        assertThat(onlyRecord().partitionKey()).isEqualTo("c9-body");
    }

    @Test
    default void takesThePartitionKeyFromATemplate() {
        bed().send(
                        "partitionKeyTemplate=RAW(${data.customer.id}/${headers.kind})",
                        "{\"customer\":{\"id\":\"c4\"}}",
                        Map.of("kind", "order"));

        assertThat(onlyRecord().partitionKey()).isEqualTo("c4/order");
    }

    @Test
    default void cutsALongPartitionKeyToTwoHundredAndFiftySixCharacters() {
        Exchange sent = bed().send("", "body", Map.of(ConduitKinesisConstants.PARTITION_KEY, "\u20AC".repeat(300)));

        assertThat(sent.getException()).isNull();
        assertThat(onlyRecord().partitionKey()).isEqualTo("\u20AC".repeat(256));
    }

    @Test
    default void cutsALongPartitionKeyBetweenCharactersThatTakeTwoOfJava() {
        assumeTrue(bed().server().countsWholeCharacters(), "the server takes such a character for two");
        Exchange sent = bed().send("", "body", Map.of(ConduitKinesisConstants.PARTITION_KEY, FISH.repeat(300)));

        assertThat(sent.getException()).isNull();
        assertThat(onlyRecord().partitionKey()).isEqualTo(FISH.repeat(256));
    }

    @Test
    default void aRecordOverTheLimitFailsAndNothingIsStored() {
        Exchange sent = bed().send("", new byte[RECORD_LIMIT], Map.of(ConduitKinesisConstants.PARTITION_KEY, "k"));

        assertThat(sent.getException()).isInstanceOfSatisfying(RecordTooLargeException.class, failure -> {
            assertThat(failure.getSize()).isEqualTo(RECORD_LIMIT + 1);
            assertThat(failure.getLimit()).isEqualTo(RECORD_LIMIT);
        });
        assertThat(bed().server().records(bed().stream())).isEmpty();
    }

    @Test
    default void aRecordAtTheLimitIsStored() {
        Exchange sent = bed().send("", new byte[RECORD_LIMIT - 1], Map.of(ConduitKinesisConstants.PARTITION_KEY, "k"));

        assertThat(sent.getException()).isNull();
        assertThat(onlyRecord().data()).hasSize(RECORD_LIMIT - 1);
    }

    private ServerUnderTest.Stored onlyRecord() {
        List<ServerUnderTest.Stored> stored = bed().server().records(bed().stream());
        assertThat(stored).hasSize(1);
        return stored.get(0);
    }
}
