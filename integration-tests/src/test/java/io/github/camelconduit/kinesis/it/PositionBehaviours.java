package io.github.camelconduit.kinesis.it;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesis.model.Shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Where a reader begins, and where it goes on after its process has ended. */
interface PositionBehaviours {

    TestBed bed();

    @Test
    default void goesOnFromItsFilesInANewContext(@TempDir Path directory) throws Exception {
        String options = "positionStore=file&positionDirectory=" + directory;
        for (int context = 0; context < 3; context++) {
            bed().write(150);
            bed().read(options);
            bed().awaitReceived(bed().ledger().written());
            bed().write(50);
            bed().awaitAll();
            bed().renewContext();
        }
    }

    @Test
    default void readsWhatArrivedFromAMomentOn() throws Exception {
        bed().write(100);
        // The time of a record may have whole seconds only.
        Instant written = Instant.now();
        await().atMost(TestBed.LIMIT).pollDelay(Duration.ofMillis(2_500)).until(() -> Instant.now()
                .isAfter(written.plusMillis(2_500)));
        Instant moment = written.plusMillis(1_500);
        bed().write(100);

        bed().read("startTimestamp=" + moment);

        bed().awaitReceived(100);
        bed().write(50);
        bed().awaitReceived(150);
        assertThat(bed().ledger().verdictFrom(100)).isEqualTo(Verdict.exactly(150));
        assertThat(bed().ledger().received()).isEqualTo(150);
    }

    @Test
    default void readsOnlyTheShardsItIsToldTo() throws Exception {
        List<String> all = bed().server().openShards(bed().stream()).stream()
                .map(Shard::shardId)
                .toList();
        Set<String> chosen = Set.copyOf(all.subList(1, 3));
        bed().write(200);

        bed().read("shardIds=" + String.join(",", chosen));

        bed().awaitReceived(recordsOf(chosen));
        bed().write(100);
        bed().awaitReceived(recordsOf(chosen));
        assertThat(bed().ledger().received()).isEqualTo(recordsOf(chosen));
        assertThat(bed().ledger().shardsSeen()).isEqualTo(chosen);
    }

    private int recordsOf(Set<String> shards) {
        return (int) bed().server().records(bed().stream()).stream()
                .filter(stored -> shards.contains(stored.shardId()))
                .count();
    }
}
