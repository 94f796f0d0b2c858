package io.github.camelconduit.kinesis;

import java.util.HashSet;
import java.util.Set;

/** Names that differ: the second one of its kind ends with {@code -2}, and so on. Thread-safe. */
final class NamesInUse {

    private final Set<String> taken = new HashSet<>();

    /** The name, or what of it is free. */
    synchronized String take(String wanted) {
        String name = wanted;
        for (int number = 2; !taken.add(name); number++) {
            name = wanted + "-" + number;
        }
        return name;
    }

    synchronized void giveBack(String name) {
        taken.remove(name);
    }
}
