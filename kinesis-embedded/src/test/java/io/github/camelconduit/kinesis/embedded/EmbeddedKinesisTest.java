package io.github.camelconduit.kinesis.embedded;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What can be done and asked in process. */
class EmbeddedKinesisTest {

    @Test
    void aRecordThatWasPutIsFoundWhereThePutSaid() {
        try (EmbeddedKinesis kinesis =
                EmbeddedKinesis.builder().stream("orders", 4).start()) {
            PutResult result = kinesis.put("orders", "key", new byte[] {1});
            assertThat(kinesis.records("orders")).singleElement().satisfies(stored -> {
                assertThat(stored.shardId()).isEqualTo(result.shardId());
                assertThat(stored.sequenceNumber()).isEqualTo(result.sequenceNumber());
                assertThat(stored.partitionKey()).isEqualTo("key");
                assertThat(stored.data()).containsExactly(1);
            });
        }
    }

    @Test
    void aPartitionKeyMayHave256CodePointsAndNoMore() {
        try (EmbeddedKinesis kinesis =
                EmbeddedKinesis.builder().stream("orders", 1).start()) {
            kinesis.put("orders", "\uD83D\uDE00".repeat(256), new byte[1]);
            assertThatThrownBy(() -> kinesis.put("orders", "\uD83D\uDE00".repeat(257), new byte[1]))
                    .isInstanceOfSatisfying(KinesisServiceException.class, e -> assertThat(e.type())
                            .isEqualTo("ValidationException"));
        }
    }

    @Test
    void aRecordMayHaveOneMebibyteWithItsKeyAndNoMore() {
        try (EmbeddedKinesis kinesis =
                EmbeddedKinesis.builder().stream("orders", 1).start()) {
            kinesis.put("orders", "é", new byte[1024 * 1024 - 2]);
            assertThatThrownBy(() -> kinesis.put("orders", "é", new byte[1024 * 1024 - 1]))
                    .isInstanceOf(KinesisServiceException.class);
        }
    }

    @Test
    void splitsAndMergesShowInTheShards() {
        try (EmbeddedKinesis kinesis =
                EmbeddedKinesis.builder().stream("orders", 1).start()) {
            String parent = kinesis.shards("orders").get(0).shardId();
            List<String> halves = kinesis.splitShard("orders", parent);
            String child = kinesis.mergeShards("orders", halves.get(0), halves.get(1));
            assertThat(kinesis.shards("orders"))
                    .filteredOn(ShardView::open)
                    .extracting(ShardView::shardId, ShardView::parentShardId, ShardView::adjacentParentShardId)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(child, halves.get(0), halves.get(1)));
        }
    }

    @Test
    void aStreamThatWasMadeAgainIsEmptyAndAnotherOne() {
        try (EmbeddedKinesis kinesis =
                EmbeddedKinesis.builder().stream("orders", 2).start()) {
            kinesis.put("orders", "key", new byte[1]);
            kinesis.deleteStream("orders");
            assertThatThrownBy(() -> kinesis.records("orders")).isInstanceOf(KinesisServiceException.class);
            kinesis.createStream("orders", 1);
            assertThat(kinesis.records("orders")).isEmpty();
            assertThat(kinesis.shards("orders")).hasSize(1);
        }
    }

    @Test
    void aResetLeavesTheStreamsOfTheBuilderNewAndNothingElse() {
        try (EmbeddedKinesis kinesis = EmbeddedKinesis.builder().stream("orders", 2)
                .endlessStream("bench", 1, 20)
                .rules(Rules.fast())
                .start()) {
            var client = Sdk.http2(kinesis);
            String consumer = Sdk.register(client, kinesis, "orders", "app");
            Witness witness = Witness.subscribe(client, consumer, "shardId-000000000000");
            witness.awaitEvents(1);
            kinesis.put("orders", "key", new byte[1]);
            kinesis.splitShard("orders", "shardId-000000000001");
            kinesis.createStream("returns", 1);
            kinesis.faults().refuse("ListStreams").always();
            assertThatThrownBy(() -> Sdk.get(client.listStreams())).isInstanceOf(KinesisException.class);
            assertThat(kinesis.faults().hits()).containsOnlyKeys("refuse");

            kinesis.reset();
            assertThat(kinesis.faults().hits()).isEmpty();
            assertThat(witness.awaitEnd().ending()).startsWith("onError: ResourceNotFoundException");
            assertThat(kinesis.streams()).containsExactly("bench", "orders");
            assertThat(kinesis.records("orders")).isEmpty();
            assertThat(kinesis.shards("orders")).hasSize(2).allMatch(ShardView::open);
            assertThat(kinesis.consumers("orders")).isEmpty();
            assertThat(kinesis.calls()).isEmpty();
            assertThat(Sdk.get(client.listStreams()).streamNames()).containsExactly("bench", "orders");
        }
    }

    @Test
    void aResetForgetsTheCallsOfTheSecondBefore() {
        Rules rules = Rules.fast().toBuilder()
                .callsPerSecond(Map.of("DescribeLimits", 1))
                .build();
        try (EmbeddedKinesis kinesis = EmbeddedKinesis.builder().rules(rules).start()) {
            var client = Sdk.http2(kinesis);
            assertThatThrownBy(() -> {
                        while (true) {
                            Sdk.get(client.describeLimits());
                        }
                    })
                    .isInstanceOf(LimitExceededException.class);
            kinesis.reset();
            Sdk.get(client.describeLimits());
        }
    }

    @Test
    void theCallLogKeepsTheNewestCalls() {
        try (EmbeddedKinesis kinesis = EmbeddedKinesis.builder().callLogSize(3).start()) {
            var client = Sdk.http2(kinesis);
            IntStream.range(0, 5).forEach(i -> Sdk.get(client.listStreams()));
            assertThat(kinesis.calls()).extracting(c -> c.id()).containsExactly(3L, 4L, 5L);
            kinesis.clearCalls();
            assertThat(kinesis.calls()).isEmpty();
        }
    }

    @Test
    void severalServersRunSideBySideAndAreClosedOnceOrTwice() {
        EmbeddedKinesis first = EmbeddedKinesis.builder().tls().start();
        try (EmbeddedKinesis second = EmbeddedKinesis.builder().tls().start()) {
            assertThat(List.of(first.endpoint(), first.tlsEndpoint(), second.endpoint(), second.tlsEndpoint()))
                    .extracting(uri -> uri.getPort())
                    .doesNotHaveDuplicates();
        }
        first.close();
        first.close();
    }

    @Test
    void aPortIsFreeAsSoonAsItsServerIsClosed() {
        // Now and then another process takes it in between: then with another port.
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptionsInstanceOf(IllegalStateException.class)
                .until(() -> {
                    EmbeddedKinesis first = EmbeddedKinesis.builder().start();
                    first.close();
                    EmbeddedKinesis.builder()
                            .port(first.endpoint().getPort())
                            .start()
                            .close();
                    return true;
                });
    }

    @Test
    void settingsThatMakeNoSenseAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmbeddedKinesis.builder().port(70_000))
                .withMessageContaining("port")
                .withMessageContaining("70000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmbeddedKinesis.builder()
                        .subscriptionLifetime(Duration.ZERO)
                        .start())
                .withMessageContaining("subscriptionLifetime");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> EmbeddedKinesis.builder().port(4567).tlsPort(4567).start())
                .withMessageContaining("tlsPort");
        try (EmbeddedKinesis kinesis = EmbeddedKinesis.builder().start()) {
            assertThatIllegalStateException().isThrownBy(kinesis::tlsEndpoint).withMessageContaining("tls()");
        }
    }

    @Test
    void whatWasReceivedCanBeAwaited() {
        try (EmbeddedKinesis kinesis =
                EmbeddedKinesis.builder().stream("orders", 1).start()) {
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                for (String text : List.of("a", "b", "c")) {
                    kinesis.put("orders", "key", text.getBytes(StandardCharsets.UTF_8));
                }
            });
            assertThat(kinesis.awaitRecords("orders", 3, Duration.ofSeconds(10)))
                    .extracting(StoredRecord::text)
                    .containsExactly("a", "b", "c");
            writer.join();
            assertThat(kinesis.records("orders", "shardId-000000000000")).hasSize(3);
            assertThatThrownBy(() -> kinesis.awaitRecords("orders", 4, Duration.ofMillis(20)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("Expected at least 4 records in stream orders within PT0.02S, there were 3");
            assertThatThrownBy(() -> kinesis.awaitSubscriptions("orders", 1, Duration.ofMillis(1)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("open subscriptions to stream orders");
            var client = Sdk.http2(kinesis);
            Sdk.get(client.listStreams());
            assertThat(kinesis.awaitCalls("ListStreams", 1, Duration.ofSeconds(10)))
                    .hasSize(1);
        }
    }
}
