package io.github.camelconduit.kinesis.it;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesis.model.Shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a reader can count on when shards are split and merged. */
interface ReshardingBehaviours {

    TestBed bed();

    @Test
    default void followsASplitAndAMergeOfWhatItHasRead() throws Exception {
        bed().read("");
        bed().write(300);
        bed().awaitAll();

        splitFirst();
        bed().write(300);
        bed().awaitAll();

        mergeFirstTwo();
        bed().write(300);
        bed().awaitAll();
        assertChildrenCameAfterTheirParents();
        assertThat(bed().ledger().shardsSeen()).hasSize(ServerTest.SHARDS + 3);
    }

    @Test
    default void readsAllOfAParentBeforeItsChildrenWhileRecordsArrive() throws Exception {
        assumeTrue(bed().server().keepsClosedShardsReadable(), "the server drops what a closed shard still holds");
        bed().read("");
        try (SteadyWriter writer = SteadyWriter.start(Duration.ofMillis(50), () -> bed().write(30))) {
            bed().awaitReceived(200);
            splitFirst();
            splitFirst();
            bed().awaitReceived(1_000);
            mergeFirstTwo();
            bed().awaitReceived(2_000);
            writer.stop();
        }

        bed().awaitAll();
        assertChildrenCameAfterTheirParents();
    }

    @Test
    default void readsWhatClosedShardsHoldBeforeTheirChildren() throws Exception {
        assumeTrue(bed().server().keepsClosedShardsReadable(), "the server drops what a closed shard still holds");
        bed().write(300);
        splitFirst();
        bed().write(300);
        mergeFirstTwo();
        bed().write(300);

        bed().read("");

        bed().awaitAll();
        assertChildrenCameAfterTheirParents();
        assertThat(bed().ledger().phases()).isEqualTo(Map.of("snapshot", 900L));
    }

    @Test
    default void followsASplitThatHappenedWhileItWasNotRunning(@TempDir Path directory) throws Exception {
        String options = "positionStore=file&positionDirectory=" + directory;
        bed().read(options);
        bed().write(300);
        bed().awaitAll();
        bed().renewContext();

        splitFirst();
        bed().write(300);
        bed().read(options);

        bed().awaitAll();
        assertChildrenCameAfterTheirParents();
        assertThat(bed().ledger().shardsSeen()).hasSize(ServerTest.SHARDS + 2);
    }

    private void splitFirst() {
        bed().server()
                .splitShard(
                        bed().stream(),
                        bed().server().openShards(bed().stream()).get(0));
    }

    private void mergeFirstTwo() {
        List<Shard> open = bed().server().openShards(bed().stream());
        bed().server().mergeShards(bed().stream(), open.get(0), open.get(1));
    }

    private void assertChildrenCameAfterTheirParents() {
        assertThat(bed().ledger().shardsBeforeTheirParents(bed().server().parents(bed().stream())))
                .isEmpty();
    }
}
