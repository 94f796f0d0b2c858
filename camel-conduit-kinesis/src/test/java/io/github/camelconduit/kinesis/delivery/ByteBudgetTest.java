package io.github.camelconduit.kinesis.delivery;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ByteBudgetTest {

    private final ByteBudget budget = new ByteBudget(100);
    private final List<String> granted = new ArrayList<>();

    @Test
    void grantsAtOnceWhatFitsAndTheRestInTurn() {
        budget.reserve(60, () -> granted.add("a"));
        budget.reserve(60, () -> granted.add("b"));
        budget.reserve(10, () -> granted.add("c"));
        assertThat(granted).as("c does not overtake b, which would starve").containsExactly("a");

        budget.release(60);

        assertThat(granted).containsExactly("a", "b", "c");
        assertThat(budget.used()).isEqualTo(70);
    }

    @Test
    void grantsOneReservationLargerThanItselfWhenNothingIsHeld() {
        budget.reserve(1_000, () -> granted.add("large"));
        budget.reserve(1, () -> granted.add("small"));
        assertThat(granted).containsExactly("large");

        budget.release(1_000);
        assertThat(granted).containsExactly("large", "small");
    }

    @Test
    void whatCameSmallerThanReservedIsGrantedWithTheNextReleaseAndNotWhereRecordsComeIn() {
        budget.reserve(90, () -> granted.add("a"));
        budget.reserve(50, () -> granted.add("b"));

        budget.settle(90, 5);
        assertThat(granted)
                .as("nothing is granted under the lock of a subscription")
                .containsExactly("a");

        budget.release(5);
        assertThat(granted).containsExactly("a", "b");
    }

    @Test
    void whatCameLargerThanReservedCounts() {
        budget.reserve(10, () -> granted.add("a"));
        budget.settle(10, 95);
        budget.reserve(10, () -> granted.add("b"));
        assertThat(granted).containsExactly("a");

        budget.release(95);
        assertThat(granted).containsExactly("a", "b");
    }
}
