package io.github.camelconduit.kinesis.position;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class BoundedPositionStoreTest {

    private static final ReaderKey KEY = new ReaderKey("app", "consumer", "stream");
    private static final Map<String, Position> ENDED = Map.of("a", Position.ENDED);

    private final MemoryPositionStore behind = new MemoryPositionStore();
    private final CountDownLatch answering = new CountDownLatch(1);
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final ResetsUnderWay resets = new ResetsUnderWay();
    private volatile boolean hanging;
    private volatile boolean failing;
    private volatile boolean interrupted;

    private final PositionStore slow = new PositionStore() {
        @Override
        public Optional<StreamPositions> load(ReaderKey key) {
            return behind.load(key);
        }

        @Override
        public void begin(ReaderKey key, StreamPositions first) {
            behind.begin(key, first);
        }

        @Override
        public void save(ReaderKey key, Map<String, Position> shards) {
            hang();
            behind.save(key, shards);
        }

        /** Takes what it is given whatever it says then. */
        @Override
        public void reset(ReaderKey key, Map<String, Position> shards) {
            hang();
            behind.reset(key, shards);
            if (failing) {
                failing = false;
                throw new IllegalStateException("no answer");
            }
        }

        private void hang() {
            while (hanging && answering.getCount() > 0) {
                try {
                    answering.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    };
    /** For calls that are answered, however busy this machine is. */
    private final BoundedPositionStore store = new BoundedPositionStore(slow, thread, Duration.ofSeconds(20), resets);
    /** For calls that are not. */
    private final BoundedPositionStore impatient =
            new BoundedPositionStore(slow, thread, Duration.ofMillis(300), resets);

    @AfterEach
    void endThread() {
        answering.countDown();
        thread.shutdownNow();
    }

    private void beginAndHang() {
        store.begin(KEY, PositionStoreContract.FIRST);
        hanging = true;
        assertThatIllegalStateException()
                .isThrownBy(() -> impatient.save(KEY, ENDED))
                .withMessageContaining("save positions")
                .withMessageContaining("has not answered");
    }

    @Test
    void passesCallsAndAnswersOn() {
        store.begin(KEY, PositionStoreContract.FIRST);

        store.save(KEY, ENDED);

        assertThat(store.load(KEY).orElseThrow().shards()).isEqualTo(ENDED);
    }

    @Test
    void passesTheStoresOwnFailureOn() {
        assertThatThrownBy(() -> store.save(KEY, ENDED)).hasMessageContaining("No start of");
    }

    @Test
    void failsAtOnceWhileACallIsOverdueAndNamesIt() {
        beginAndHang();
        long begun = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> impatient.load(KEY))
                    .withMessageContaining("load positions")
                    .withMessageContaining("was asked to save positions");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("to wait each time takes 30 s")
                .isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void goesOnOnceTheStoreHasAnsweredAfterAll() {
        beginAndHang();

        hanging = false;
        answering.countDown();

        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(impatient.load(KEY)).isPresent());
        store.save(KEY, Map.of("b", Position.ENDED));
        assertThat(store.load(KEY).orElseThrow().shards()).containsOnlyKeys("a", "b");
    }

    @Test
    void anInterruptDoesNotLoseASave() {
        store.begin(KEY, PositionStoreContract.FIRST);

        Thread.currentThread().interrupt();
        store.save(KEY, ENDED);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.load(KEY).orElseThrow().shards()).isEqualTo(ENDED);
    }

    private Map<String, Position> kept() {
        return behind.load(KEY).orElseThrow().shards();
    }

    private void resetThatHangs() {
        store.begin(KEY, PositionStoreContract.FIRST);
        store.save(KEY, Map.of("a", Position.after("7"), "b", Position.after("8")));
        hanging = true;
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        impatient.reset(KEY, Map.of("a", Position.TRIM_HORIZON), Map.of("a", Position.after("7"))))
                .withMessageContaining("reset positions")
                .withMessageContaining("has not answered");
    }

    @Test
    void aResetThatTheStoreTakesTooLateIsSetBackThoughItsThreadWasEnded() {
        resetThatHangs();
        thread.shutdownNow();

        answering.countDown();

        await().until(thread::isTerminated);
        assertThat(interrupted).isTrue();
        assertThat(kept()).containsOnly(Map.entry("a", Position.after("7")), Map.entry("b", Position.after("8")));
    }

    @Test
    void nobodyGoesByAStoreThatMayStillTakeAReset() throws Exception {
        resetThatHangs();
        ExecutorService anotherThread = Executors.newSingleThreadExecutor();
        BoundedPositionStore another = new BoundedPositionStore(behind, anotherThread, Duration.ofMillis(100), resets);

        assertThatIllegalStateException()
                .isThrownBy(() -> another.load(KEY))
                .withMessageContaining("load positions")
                .withMessageContaining("the reset is undone");
        BoundedPositionStore ofAnother =
                new BoundedPositionStore(behind, anotherThread, Duration.ofSeconds(20), resets);
        assertThat(ofAnother.load(new ReaderKey("another", "consumer", "stream")))
                .isEmpty();
        answering.countDown();
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(another.load(KEY)).isPresent());
        assertThat(ofAnother.load(KEY).orElseThrow().shards()).containsEntry("a", Position.after("7"));
        anotherThread.shutdownNow();
    }

    @Test
    void aResetOfWhichTheStoreSaysThatItFailedIsSetBackAtOnce() {
        store.begin(KEY, PositionStoreContract.FIRST);
        store.save(KEY, Map.of("a", Position.after("7")));
        failing = true;

        assertThatIllegalStateException()
                .isThrownBy(
                        () -> store.reset(KEY, Map.of("a", Position.TRIM_HORIZON), Map.of("a", Position.after("7"))))
                .withMessage("no answer");

        assertThat(kept()).containsEntry("a", Position.after("7"));
        store.reset(KEY, Map.of("a", Position.TRIM_HORIZON), Map.of("a", Position.after("7")));
        assertThat(kept()).containsEntry("a", Position.TRIM_HORIZON);
    }

    @Test
    void aCallThatItsThreadDoesNotComeToInTimeIsNotMadeLater() {
        store.begin(KEY, PositionStoreContract.FIRST);
        thread.execute(() -> {
            try {
                answering.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatIllegalStateException()
                .isThrownBy(() -> impatient.save(KEY, ENDED))
                .withMessageContaining("has not answered");
        answering.countDown();

        store.save(KEY, Map.of("b", Position.ENDED));
        assertThat(kept()).containsOnlyKeys("b");
    }

    @Test
    void saysThatItIsClosedOnceItsThreadHasEnded() {
        thread.shutdownNow();

        assertThatIllegalStateException().isThrownBy(() -> store.load(KEY)).withMessageContaining("it is closed");
    }
}
