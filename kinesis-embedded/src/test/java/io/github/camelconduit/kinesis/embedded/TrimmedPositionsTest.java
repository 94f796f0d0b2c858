package io.github.camelconduit.kinesis.embedded;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Positions that are older than what the stream retains, with and without the rule that refuses them. */
class TrimmedPositionsTest {

    private static final String SHARD = "shardId-000000000000";
    private static final int RECORD_BYTES = 10_000;

    private EmbeddedKinesis kinesis;
    private KinesisAsyncClient client;

    /** Every number that was given out, oldest first; the first ones are of records that are gone. */
    private final List<String> numbers = new ArrayList<>();

    @BeforeEach
    void serveAShardThatHasTrimmedItsOldestRecords() {
        start(true);
    }

    private void start(boolean refuse) {
        kinesis = EmbeddedKinesis.builder().stream("orders", 1)
                .rules(Rules.fast().toBuilder().refuseTrimmedPositions(refuse).build())
                .retentionBytes(100_000)
                .start();
        client = Sdk.http2(kinesis);
        numbers.clear();
        for (int i = 0; i < 40; i++) {
            numbers.add(put("%0" + RECORD_BYTES + "d", i));
        }
        assertThat(oldest()).isGreaterThan(5).isLessThan(39);
    }

    @AfterEach
    void stop() {
        client.close();
        kinesis.close();
    }

    private String put(String format, int number) {
        byte[] data = format.formatted(number).getBytes(StandardCharsets.UTF_8);
        return kinesis.put("orders", "key", data).sequenceNumber();
    }

    /** The place of the oldest record that is retained. */
    private int oldest() {
        return numbers.indexOf(kinesis.records("orders").get(0).sequenceNumber());
    }

    private Probe subscribe(ShardIteratorType type, String number) {
        String consumer = Sdk.register(
                client, kinesis, "orders", "app" + kinesis.consumers("orders").size());
        return Sdk.subscribe(
                client,
                consumer,
                SHARD,
                StartingPosition.builder().type(type).sequenceNumber(number).build());
    }

    private List<Record> read(ShardIteratorType type, String number) {
        String iterator = Sdk.get(client.getShardIterator(r -> r.streamName("orders")
                        .shardId(SHARD)
                        .shardIteratorType(type)
                        .startingSequenceNumber(number)))
                .shardIterator();
        return Sdk.get(client.getRecords(r -> r.shardIterator(iterator))).records();
    }

    private static String first(List<Record> records) {
        return records.get(0).sequenceNumber();
    }

    @ParameterizedTest
    @EnumSource(names = {"AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"})
    void theNumberOfARecordThatIsGoneIsRefused(ShardIteratorType type) {
        for (String gone : List.of(numbers.get(0), numbers.get(oldest() - 1))) {
            assertThatThrownBy(() -> read(type, gone))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("StartingSequenceNumber " + gone)
                    .hasMessageContaining("older than what the shard retains");
            assertThat(subscribe(type, gone).awaitError())
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("StartingSequenceNumber " + gone);
        }
    }

    @Test
    void theNumberOfARecordThatIsThereIsTaken() {
        String there = numbers.get(oldest());
        String next = numbers.get(oldest() + 1);
        assertThat(first(read(ShardIteratorType.AT_SEQUENCE_NUMBER, there))).isEqualTo(there);
        assertThat(first(read(ShardIteratorType.AFTER_SEQUENCE_NUMBER, there))).isEqualTo(next);
        assertThat(first(subscribe(ShardIteratorType.AT_SEQUENCE_NUMBER, there)
                        .awaitRecords(1)
                        .records()))
                .isEqualTo(there);
        assertThat(first(subscribe(ShardIteratorType.AFTER_SEQUENCE_NUMBER, there)
                        .awaitRecords(1)
                        .records()))
                .isEqualTo(next);
    }

    @ParameterizedTest
    @EnumSource(names = {"AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"})
    void theContinuationNumberOfAnIdleReaderIsTaken(ShardIteratorType type) {
        String continuation = subscribe(ShardIteratorType.AFTER_SEQUENCE_NUMBER, numbers.get(39))
                .awaitEvents(1)
                .last()
                .continuationSequenceNumber();
        String later = put("%d", 40);
        assertThat(first(read(type, continuation))).isEqualTo(later);
    }

    @ParameterizedTest
    @EnumSource(names = {"AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"})
    void withoutTheRuleReadingBeginsWithTheOldestRecord(ShardIteratorType type) {
        stop();
        start(false);
        String there = numbers.get(oldest());
        assertThat(first(read(type, numbers.get(0)))).isEqualTo(there);
        assertThat(first(subscribe(type, numbers.get(0)).awaitRecords(1).records()))
                .isEqualTo(there);
    }
}
