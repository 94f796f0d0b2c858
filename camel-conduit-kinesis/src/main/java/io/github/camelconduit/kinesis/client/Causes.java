package io.github.camelconduit.kinesis.client;

import java.util.function.Predicate;

/** A failure and what it was caused by. */
public final class Causes {

    /** Beyond so many causes of causes nothing is looked at: they can lead back to where they began. */
    static final int DEPTH = 20;

    private Causes() {}

    /** Whether it is so of the failure or of one that it was caused by. */
    public static boolean any(Throwable failure, Predicate<Throwable> is) {
        int depth = 0;
        for (Throwable one = failure; one != null && depth <= DEPTH; one = one.getCause()) {
            if (is.test(one)) {
                return true;
            }
            depth++;
        }
        return false;
    }
}
