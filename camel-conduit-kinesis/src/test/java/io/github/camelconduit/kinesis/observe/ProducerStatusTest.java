package io.github.camelconduit.kinesis.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.publish.PublisherReport;
import io.github.camelconduit.kinesis.publish.StreamReport;
import io.github.camelconduit.kinesis.publish.WriteCounts;
import io.github.camelconduit.kinesis.publish.WriteFailure;

import static org.assertj.core.api.Assertions.assertThat;

/** What is shown of a producer whose streams are in states of the test's choice. */
class ProducerStatusTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private static StreamReport stream(String name, int records, boolean creating, List<String> throttled) {
        return new StreamReport(name, records, records, creating, throttled, null, null, NOW, NOW, Duration.ZERO);
    }

    private static StreamReport failing(String name) {
        return new StreamReport(name, 0, 0, false, List.of(), WriteFailure.SERVICE, NOW, NOW, null, Duration.ZERO);
    }

    private static ProducerStatus status(List<StreamReport> streams) {
        return new ProducerStatus(
                "producer:orders",
                "orders",
                new PublisherReport(7, 100, 0, Duration.ZERO, new WriteCounts(1, 2, 3, 4, 5), null, streams),
                new Health(List.of(), Duration.ZERO, NOW));
    }

    private static Map<String, Object> details(ProducerStatus status) {
        Map<String, Object> details = new TreeMap<>();
        status.details(details::put);
        return details;
    }

    @Test
    void saysWhatEachStreamIsDoing() {
        ProducerStatus status = status(List.of(
                stream("idle", 0, false, List.of()),
                stream("made", 1, true, List.of()),
                stream("much", 3, false, List.of("shardId-000000000001", "shardId-000000000002")),
                stream("write", 2, false, List.of()),
                failing("wrong")));

        assertThat(details(status))
                .containsEntry("stream.idle.state", "IDLE")
                .containsEntry("stream.made.state", "CREATING")
                .containsEntry("stream.much.state", "THROTTLED")
                .containsEntry("stream.write.state", "WRITING")
                .containsEntry("stream.wrong.state", "FAILING")
                .containsEntry("streams", 5)
                .containsEntry("throttled.shards", 2)
                .containsEntry("buffered.records", 6)
                .containsEntry("in.flight", 6)
                .containsEntry("buffered.bytes", 7L);
        assertThat(status.toJson().toJson())
                .contains("\"throttledShards\":[\"shardId-000000000001\",\"shardId-000000000002\"]");
        assertThat(status.toText()).contains("        Throttled: shardId-000000000001, shardId-000000000002\n");
        assertThat(StreamTable.of(status.report().streams())
                        .get(new Object[] {"much"})
                        .get("throttledShards"))
                .isEqualTo("shardId-000000000001,shardId-000000000002");
    }

    @Test
    void aHealthCheckShowsSoManyStreamsThoseFirstThatFail() {
        List<StreamReport> many = new ArrayList<>(IntStream.range(0, 30)
                .mapToObj(i -> stream("a-" + i, 0, false, List.of()))
                .toList());
        many.add(failing("z"));

        assertThat(details(status(many)))
                .containsEntry("streams", 31)
                .containsEntry("stream.z.state", "FAILING")
                .satisfies(details -> assertThat(details.keySet())
                        .filteredOn(key -> key.endsWith(".state"))
                        .hasSize(ProducerStatus.MOST_STREAMS_IN_DETAILS));
    }
}
