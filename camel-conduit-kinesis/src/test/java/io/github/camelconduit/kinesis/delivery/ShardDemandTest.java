package io.github.camelconduit.kinesis.delivery;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.position.Position;

import static org.assertj.core.api.Assertions.assertThat;

class ShardDemandTest {

    private static final long MEBIBYTE = 1_048_576;

    private final ByteBudget budget = new ByteBudget(64 * MEBIBYTE);
    private final ByteBudget.Account others = budget.open();
    private int requested;
    private final ShardDemand demand = new ShardDemand("shard-1", new Requests(), budget.open());

    private final class Requests implements ShardSource {

        @Override
        public void start(ShardListener listener) {}

        @Override
        public void request(String shardId, long batches) {
            requested += (int) batches;
        }

        @Override
        public void done(String shardId, Position position) {}

        @Override
        public void readAgain(String shardId) {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void stop() {}
    }

    private void arrives(long bytes, long behind) {
        List<ShardRecord> records =
                bytes == 0 ? List.of() : List.of(new ShardRecord("1", "key", Instant.EPOCH, new byte[0]));
        demand.arrived(new RecordBatch("shard-1", records, Position.after("1"), behind), bytes);
    }

    /** The budget is used up by other shards. */
    private void nothingIsLeft() {
        others.listen();
        others.arrived(64 * MEBIBYTE);
    }

    @Test
    void asksForOneBatchAndReservesWhatItMayBe() {
        demand.ask();
        demand.ask();

        assertThat(requested).isEqualTo(1);
        assertThat(budget.used()).isEqualTo(ShardDemand.FIRST);
    }

    @Test
    void aShardThatIsBehindHasTwoBatchesOnTheirWay() {
        demand.ask();
        arrives(MEBIBYTE, 60_000);
        demand.ask();
        assertThat(requested).isEqualTo(2);

        demand.finished(MEBIBYTE);

        assertThat(requested).isEqualTo(3);
        assertThat(budget.used()).isEqualTo(2 * MEBIBYTE);
    }

    @Test
    void aShardThatIsBehindWaitsUntilThereIsRoom() {
        demand.ask();
        arrives(MEBIBYTE, 60_000);
        nothingIsLeft();

        demand.finished(MEBIBYTE);
        assertThat(requested).isEqualTo(1);

        others.finished(64 * MEBIBYTE);
        assertThat(requested).isEqualTo(3);
    }

    @Test
    void aShardAtItsTipListensWhateverOthersHoldAndReservesNothing() {
        demand.ask();
        arrives(0, 0);
        nothingIsLeft();

        demand.finished(0);
        assertThat(requested).isEqualTo(2);
        assertThat(budget.used()).isEqualTo(64 * MEBIBYTE);

        arrives(500, 0);
        demand.ask();
        assertThat(requested)
                .as("it holds records: what is more has to wait for room")
                .isEqualTo(2);
    }

    @Test
    void aShardAtItsTipThatHoldsRecordsAsksForTheNextMeanwhile() {
        demand.ask();
        arrives(500, 0);
        demand.ask();
        assertThat(requested).isEqualTo(2);

        demand.finished(500);
        assertThat(requested).as("one is on its way").isEqualTo(2);
        assertThat(budget.used()).isEqualTo(ShardDemand.SMALLEST);
    }

    @Test
    void whereThereAreManyShardsEachHasOneBatchAtATime() {
        for (int i = 0; i < 100; i++) {
            budget.open();
        }
        demand.ask();
        arrives(MEBIBYTE, 60_000);
        demand.ask();
        assertThat(requested).isEqualTo(1);

        demand.finished(MEBIBYTE);
        assertThat(requested).isEqualTo(2);
    }

    @Test
    void aFirstBatchIsAwaitedUntilItComesAndReservesLittleOnceItShouldHave() {
        assertThat(demand.isFirstAwaited()).isTrue();
        demand.ask();

        demand.nothingCame(budget.arrivals());
        assertThat(budget.used()).isEqualTo(ShardDemand.SMALLEST);
        assertThat(requested).isEqualTo(1);

        arrives(0, 0);
        assertThat(demand.isFirstAwaited()).isFalse();
        assertThat(budget.used()).isZero();
    }

    @Test
    void asksForNothingAfterTheEnd() {
        nothingIsLeft();
        demand.ask();
        assertThat(requested).isZero();

        demand.close();
        others.finished(64 * MEBIBYTE);
        demand.ask();

        assertThat(requested).isZero();
        assertThat(budget.used()).isZero();
    }
}
