package io.github.camelconduit.kinesis.delivery;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ByteBudgetTest {

    /** Half of it is for the shards that move. */
    private final ByteBudget budget = new ByteBudget(200);

    private final ByteBudget.Account a = budget.open();
    private final ByteBudget.Account b = budget.open();
    private final ByteBudget.Account c = budget.open();
    private final List<String> granted = new ArrayList<>();

    private Runnable granted(String name) {
        return () -> granted.add(name);
    }

    private void sweep(int times) {
        for (int i = 0; i < times; i++) {
            budget.sweep();
        }
    }

    @Test
    @Tag("failure-mode-21")
    void grantsAtOnceWhatFitsAndTheRestInTurn() {
        a.reserve(60, granted("a"));
        b.reserve(60, granted("b"));
        c.reserve(10, granted("c"));
        assertThat(granted).as("c does not overtake b, which would starve").containsExactly("a");

        a.arrived(60);
        a.finished(60);

        assertThat(granted).containsExactly("a", "b", "c");
        assertThat(budget.used()).isEqualTo(70);
    }

    @Test
    void grantsOneReservationLargerThanItselfWhenNothingIsHeld() {
        a.reserve(1_000, granted("large"));
        b.reserve(1, granted("small"));
        assertThat(granted).containsExactly("large");

        a.arrived(1_000);
        a.finished(1_000);
        assertThat(granted).containsExactly("large", "small");
    }

    /** As those at their tips do that are written to all the time. */
    @Test
    @Tag("failure-mode-21")
    void grantsOneReservationThatNeverFitsThoughOthersAlwaysHoldSomething() {
        a.reserve(60, granted("a"));
        a.arrived(60);
        b.reserve(101, granted("large"));
        c.listen();
        c.arrived(50);
        assertThat(granted).containsExactly("a");

        a.finished(60);

        assertThat(granted).containsExactly("a", "large");
        c.finished(50);
        a.reserve(1, granted("next"));
        assertThat(granted).as("one of them").containsExactly("a", "large");
    }

    @Test
    void whatCameSmallerThanReservedIsGrantedWithTheNextReleaseAndNotWhereRecordsComeIn() {
        a.reserve(90, granted("a"));
        b.reserve(50, granted("b"));

        a.arrived(5);
        assertThat(granted)
                .as("nothing is granted under the lock of a subscription")
                .containsExactly("a");

        a.finished(5);
        assertThat(granted).containsExactly("a", "b");
    }

    @Test
    void whatCameLargerThanReservedCounts() {
        a.reserve(10, granted("a"));
        a.arrived(95);
        b.reserve(10, granted("b"));
        assertThat(granted).containsExactly("a");

        a.finished(95);
        assertThat(granted).containsExactly("a", "b");
    }

    @Test
    void aReservationForWhichNothingComesIsGivenBackAndWhatComesLaterCounts() {
        a.reserve(100, granted("a"));
        b.reserve(100, granted("b"));

        sweep(1);
        assertThat(granted).as("what was just reserved may be on its way").containsExactly("a");
        sweep(1);
        assertThat(granted).containsExactly("a", "b");

        a.arrived(70);
        assertThat(budget.used()).isEqualTo(170);
    }

    @Test
    void aFirstBatchThatDoesNotComeKeepsNoOtherWaitingAndCountsForLittle() {
        a.reserve(100, granted("a"));
        b.reserve(100, granted("b"));

        a.nothingCame(10, budget.arrivals());

        assertThat(granted).containsExactly("a", "b");
        assertThat(budget.used()).isEqualTo(110);
        a.arrived(70);
        assertThat(budget.used()).as("what comes after all counts").isEqualTo(170);
    }

    @Test
    void soDoesOneThatASweepHasSeen() {
        a.reserve(100, granted("a"));
        sweep(2);

        a.nothingCame(10, budget.arrivals());
        b.reserve(100, granted("b"));

        assertThat(granted).containsExactly("a", "b");
        assertThat(budget.used()).isEqualTo(110);
        a.close();
        assertThat(budget.used()).isEqualTo(100);
    }

    @Test
    void onlyAFirstBatchIsTakenForOneThatDoesNotCome() {
        a.reserve(50, granted("a"));
        a.arrived(50);
        a.reserve(50, granted("a again"));

        a.nothingCame(10, budget.arrivals());

        assertThat(budget.used()).isEqualTo(100);
    }

    @Test
    void oneThatMayBeOnItsWayBehindThoseOfOthersKeepsWhatIsReserved() {
        a.reserve(50, granted("a"));
        b.reserve(50, granted("b"));
        long before = budget.arrivals();
        b.arrived(50);

        a.nothingCame(10, before);

        assertThat(budget.used()).isEqualTo(100);
    }

    @Test
    void firstBatchesThatDoNotComeHaveTheBudgetAgainToo() {
        for (int i = 0; i < 100; i++) {
            ByteBudget.Account another = budget.open();
            another.reserve(100, granted("another"));
            another.nothingCame(20, budget.arrivals());
        }

        assertThat(granted)
                .as("10 that count for 20, and one for which that is too much")
                .hasSize(11);
        assertThat(budget.used()).isEqualTo(300);
    }

    @Test
    void whatIsOverdueAndMayComeAllAtOnceIsNoMoreThanTheBudgetAgain() {
        for (int i = 0; i < 100; i++) {
            budget.open().reserve(50, granted("another"));
            sweep(3);
        }

        assertThat(granted).as("2 of the moving half, 4 that are overdue").hasSize(6);
        assertThat(budget.used()).isEqualTo(300);
    }

    @Test
    void aShardWhoseRouteTakesNothingKeepsNoOtherWaiting() {
        a.listen();
        a.arrived(100);
        b.reserve(50, granted("b"));

        sweep(3);
        assertThat(granted).isEmpty();
        sweep(1);
        assertThat(granted).containsExactly("b");
        assertThat(budget.used()).isEqualTo(150);
    }

    @Test
    void stuckShardsHaveHalfOfTheBudgetAndMoreOfThemKeepOthersWaiting() {
        a.listen();
        a.arrived(60);
        b.listen();
        b.arrived(60);
        c.reserve(50, granted("c"));

        sweep(10);

        assertThat(granted).as("60 are in the one half, 60 in the other").isEmpty();
        a.finished(60);
        sweep(1);
        assertThat(granted).containsExactly("c");
    }

    @Test
    void aShardThatMovesIsNotStuckAndOneThatMovesAgainCountsWithTheOthers() {
        a.listen();
        a.arrived(100);
        b.reserve(10, granted("b"));
        for (int i = 0; i < 10; i++) {
            a.handedOver();
            sweep(1);
        }
        assertThat(granted).isEmpty();
        sweep(4);
        assertThat(granted).containsExactly("b");

        a.handedOver();
        sweep(1);
        c.reserve(10, granted("c"));
        assertThat(granted).containsExactly("b");
        a.finished(100);
        assertThat(granted).containsExactly("b", "c");
    }

    @Test
    void aClosedAccountHoldsNothingAndGetsNothing() {
        a.reserve(50, granted("a"));
        a.reserve(50, granted("a again"));
        a.arrived(50);
        b.reserve(100, granted("b"));
        c.reserve(10, granted("c"));
        a.reserve(100, granted("a in line"));

        b.close();
        a.close();

        assertThat(granted).containsExactly("a", "a again", "c");
        a.arrived(70);
        a.finished(70);
        a.reserve(1, granted("a after the end"));
        assertThat(budget.used()).isEqualTo(10);
        assertThat(granted).hasSize(3);
    }

    @Test
    void aStuckAccountThatIsClosedLeavesNothingBehind() {
        a.listen();
        a.arrived(80);
        sweep(5);

        a.close();

        assertThat(budget.used()).isZero();
        b.listen();
        b.arrived(90);
        sweep(5);
        c.reserve(100, granted("c"));
        assertThat(granted).containsExactly("c");
    }

    @Test
    void aShareIsWhatEachShardMayHaveOfTheMovingHalf() {
        assertThat(a.isWithinShare(33)).isTrue();
        assertThat(a.isWithinShare(34)).isFalse();
        b.close();
        assertThat(a.isWithinShare(50)).isTrue();
    }
}
