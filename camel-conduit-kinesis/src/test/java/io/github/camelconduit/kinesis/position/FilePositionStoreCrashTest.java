package io.github.camelconduit.kinesis.position;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Ends the writes of a store between any two steps, and looks at what a later one loads. */
class FilePositionStoreCrashTest {

    private static final Path DIRECTORY = Path.of("/positions");
    private static final ReaderKey KEY = new ReaderKey("shop", "reader", "orders");

    /** Little, so that there is a new file every few saves. */
    private static final long SLACK = 100;

    private static final int SAVES = 12;
    private static final int FINDINGS_PER_STEP = 60;

    /** What a run was told is saved, and what it was saving when it ended. */
    private static final class Run {
        private final Random random;
        private final List<Optional<StreamPositions>> states = new ArrayList<>();
        private int told;

        Run(Random random, Optional<StreamPositions> before) {
            this.random = random;
            states.add(before);
        }

        void go(CrashingDisk disk) {
            try {
                FilePositionStore store = new FilePositionStore(DIRECTORY, disk, SLACK);
                assertThat(store.load(KEY)).isEqualTo(states.get(0));
                for (int i = 0; i < SAVES; i++) {
                    Optional<StreamPositions> last = states.get(states.size() - 1);
                    if (last.isEmpty() || random.nextInt(6) == 0) {
                        StreamPositions first =
                                new StreamPositions(Instant.ofEpochSecond(random.nextInt()), null, Map.of());
                        states.add(Optional.of(first));
                        store.begin(KEY, first);
                    } else {
                        Map<String, Position> some = Map.of(
                                // Further each time: where nothing moves nothing is written.
                                "a",
                                Position.after("" + (i * 100_000 + random.nextInt(100_000))),
                                "b" + random.nextInt(5),
                                Position.after("" + random.nextInt(100_000)));
                        states.add(Optional.of(last.get().advance(some)));
                        store.save(KEY, some);
                    }
                    told = states.size() - 1;
                }
            } catch (CrashingDisk.PowerCut e) {
                // As planned.
            }
        }

        /** The last state that was told to be saved, and the one behind it. */
        List<Optional<StreamPositions>> mayBeFound() {
            return states.subList(told, states.size());
        }
    }

    @Test
    void losesNothingThatWasSavedAtAPowerCutBetweenAnyTwoSteps() {
        long seed = System.nanoTime();
        int cuts = 0;
        for (int steps = 0; cuts == steps; steps++) {
            for (int finding = 0; finding < FINDINGS_PER_STEP; finding++) {
                Random random = new Random(seed + finding);
                CrashingDisk disk = new CrashingDisk();
                disk.cutAfter(steps);
                Run run = new Run(new Random(seed), Optional.empty());
                run.go(disk);

                Optional<StreamPositions> loaded = loaded(disk.afterPowerCut(random));

                assertThat(run.mayBeFound())
                        .as("seed %s, cut after step %s, finding %s", seed, steps, finding)
                        .contains(loaded);
            }
            CrashingDisk whole = new CrashingDisk();
            whole.cutAfter(steps);
            new Run(new Random(seed), Optional.empty()).go(whole);
            cuts += whole.steps() == steps ? 1 : 0;
        }
        assertThat(cuts).as("seed %s: steps of a run", seed).isGreaterThan(2 * SAVES);
    }

    @Test
    void losesNothingOverManyKillsAndPowerCuts() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int life = 0; life < 200; life++) {
            CrashingDisk disk = new CrashingDisk();
            Optional<StreamPositions> loaded = Optional.empty();
            for (int crash = 0; crash < 6; crash++) {
                disk.cutAfter(random.nextInt(40));
                Run run = new Run(random, loaded);
                run.go(disk);

                boolean killed = random.nextBoolean();
                disk = killed ? disk.afterKill() : disk.afterPowerCut(random);
                loaded = loaded(disk);

                assertThat(run.mayBeFound())
                        .as("seed %s, life %s, crash %s, killed: %s", seed, life, crash, killed)
                        .contains(loaded);
            }
        }
    }

    private static Optional<StreamPositions> loaded(CrashingDisk disk) {
        return new FilePositionStore(DIRECTORY, disk, SLACK).load(KEY);
    }
}
