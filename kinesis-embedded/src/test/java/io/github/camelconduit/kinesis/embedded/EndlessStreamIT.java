package io.github.camelconduit.kinesis.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Endless streams as the real SDK sees them. */
class EndlessStreamIT {

    private static final String SHARD = "shardId-000000000000";

    @RegisterExtension
    static final EmbeddedKinesisExtension KINESIS = EmbeddedKinesisExtension.with(EmbeddedKinesis.builder()
            .endlessStream("bench", 1, 40)
            .endlessStream("steady", 1, 40, 1_000)
            .rules(Rules.fast().toBuilder().resubscribeInterval(Duration.ZERO).build()));

    private final EmbeddedKinesis kinesis = KINESIS.server();

    @Test
    void aSubscriberGetsEveryRecordOnceInOrderThroughRenewals() {
        try (KinesisAsyncClient client = Sdk.http2(kinesis)) {
            String consumer = Sdk.register(client, kinesis, "bench", "endless");
            List<String> received = new ArrayList<>();
            StartingPosition position = at(ShardIteratorType.TRIM_HORIZON, null);
            for (int i = 0; i < 3; i++) {
                Probe probe =
                        Sdk.subscribe(client, consumer, SHARD, position, 20).awaitEvents(20);
                received.addAll(probe.texts());
                position =
                        at(ShardIteratorType.AFTER_SEQUENCE_NUMBER, probe.last().continuationSequenceNumber());
                assertThat(probe.last().millisBehindLatest()).isPositive();
                probe.cancel();
            }
            assertThat(received).hasSizeGreaterThan(10_000);
            for (int i = 0; i < received.size(); i++) {
                assertThat(received.get(i)).startsWith("%018d".formatted(i));
            }
        }
    }

    @Test
    void withARateASubscriberAtLatestGetsWhatArrivesAndIsNotBehind() {
        try (KinesisAsyncClient client = Sdk.http2(kinesis)) {
            String consumer = Sdk.register(client, kinesis, "steady", "rate");
            Probe probe = Sdk.subscribe(client, consumer, SHARD, at(ShardIteratorType.LATEST, null))
                    .awaitRecords(200);
            List<Long> numbers = probe.texts().stream()
                    .map(text -> Long.parseLong(text.substring(0, 18)))
                    .toList();
            for (int i = 1; i < numbers.size(); i++) {
                assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) + 1);
            }
            // Not each event says so: with a record every millisecond, the next may arrive while one is made.
            probe.awaitEvent(event -> event.millisBehindLatest() == 0);
            probe.cancel();
        }
    }

    @Test
    void putsAndReshardingAreRefusedAndNothingIsStored() {
        try (KinesisAsyncClient client = Sdk.http2(kinesis)) {
            assertThatThrownBy(() -> Sdk.get(client.putRecord(
                            r -> r.streamName("bench").partitionKey("key").data(SdkBytes.fromUtf8String("x")))))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("endless");
            assertThatThrownBy(() -> kinesis.splitShard("bench", SHARD)).hasMessageContaining("endless");
            assertThat(kinesis.records("bench")).isEmpty();
            assertThat(kinesis.shards("bench")).hasSize(1);
        }
    }

    @Test
    void itsMeasuresAreChecked() {
        assertThatThrownBy(() -> EmbeddedKinesis.builder().endlessStream("bench", 1, 17))
                .hasMessageContaining("recordBytes must be 18 to 10485760, was 17");
        assertThatThrownBy(() -> EmbeddedKinesis.builder().endlessStream("bench", 1, 18, -1))
                .hasMessageContaining("recordsPerSecond must be 0");
    }

    private static StartingPosition at(ShardIteratorType type, String sequenceNumber) {
        return StartingPosition.builder()
                .type(type)
                .sequenceNumber(sequenceNumber)
                .build();
    }
}
