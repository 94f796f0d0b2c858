package io.github.camelconduit.kinesis.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one {@link KilledConsumer} noted until it was killed.
 *
 * @param inOrder the ids of the records in the order of their arrival
 * @param arrived the same for each shard
 * @param doneAt when each record was done, in milliseconds since 1970; those in flight are not in it
 * @param beats when the process said that it was given time, likewise, {@link #BEAT_MILLIS} apart or more, in order
 */
record LifeNotes(
        List<Integer> inOrder, Map<String, List<Integer>> arrived, Map<Integer, Long> doneAt, List<Long> beats) {

    static final int BEAT_MILLIS = 50;
    static final char BEAT = 'B';

    static final char ARRIVED = 'A';
    static final char DONE = 'D';

    /** Reads the notes; a line that the kill has cut off was not written. */
    static LifeNotes read(Path file) throws IOException {
        List<Integer> inOrder = new ArrayList<>();
        Map<String, List<Integer>> arrived = new HashMap<>();
        Map<Integer, Long> doneAt = new HashMap<>();
        List<Long> beats = new ArrayList<>();
        String all = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        for (String line : all.substring(0, all.lastIndexOf('\n') + 1).split("\n")) {
            if (line.isEmpty()) {
                continue;
            }
            String[] parts = line.split(" ");
            if (line.charAt(0) == BEAT) {
                beats.add(Long.parseLong(parts[1]));
                continue;
            }
            int id = Integer.parseInt(parts[3]);
            if (line.charAt(0) == ARRIVED) {
                inOrder.add(id);
                arrived.computeIfAbsent(parts[2], shard -> new ArrayList<>()).add(id);
            } else {
                doneAt.put(id, Long.parseLong(parts[1]));
            }
        }
        return new LifeNotes(inOrder, arrived, doneAt, beats);
    }

    /** A moment since which the process was given so many milliseconds, however long these took; 0 where it was not. */
    long beforeItsLast(int millis) {
        int needed = millis / BEAT_MILLIS;
        return beats.size() > needed ? beats.get(beats.size() - 1 - needed) : 0;
    }

    Set<Integer> ids() {
        return new HashSet<>(inOrder);
    }

    /** What of each shard was not done when the process was killed, with all that came behind it. */
    Map<String, Set<Integer>> inFlight() {
        return standing(Long.MAX_VALUE);
    }

    /** What of each shard was not done, with everything before it, by a moment in milliseconds since 1970. */
    Map<String, Set<Integer>> standing(long atMillis) {
        Map<String, Set<Integer>> standing = new HashMap<>();
        arrived.forEach((shard, ids) -> {
            Set<Integer> left = new HashSet<>();
            boolean done = true;
            for (int id : ids) {
                Long at = doneAt.get(id);
                done &= at != null && at <= atMillis;
                if (!done) {
                    left.add(id);
                }
            }
            standing.put(shard, left);
        });
        return standing;
    }
}
