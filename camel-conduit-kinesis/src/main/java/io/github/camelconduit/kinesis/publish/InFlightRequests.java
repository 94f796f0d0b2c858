package io.github.camelconduit.kinesis.publish;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The requests to one stream that have no answer yet. Guarded by the lock of the {@link StreamPublisher}. */
final class InFlightRequests {

    private final Map<List<OutgoingRecord>, Long> sentNanos = new IdentityHashMap<>();

    void add(List<OutgoingRecord> request, long nowNanos) {
        sentNanos.put(request, nowNanos);
    }

    /** How long the answer took, in nanoseconds. */
    long remove(List<OutgoingRecord> request, long nowNanos) {
        Long sent = sentNanos.remove(request);
        return sent == null ? 0 : nowNanos - sent;
    }

    int size() {
        return sentNanos.size();
    }

    /** When the one was sent that has been unanswered longest. Only if there is one. */
    long oldestNanos() {
        long oldest = sentNanos.values().iterator().next();
        for (long sent : sentNanos.values()) {
            oldest = sent - oldest < 0 ? sent : oldest;
        }
        return oldest;
    }

    /** Their records without an outcome. */
    List<OutgoingRecord> records() {
        return sentNanos.keySet().stream()
                .flatMap(List::stream)
                .filter(record -> !record.isSettled())
                .toList();
    }

    /**
     * The answers will not be waited for.
     *
     * @param notSent requests that have none to lose; there may be others among them
     */
    void loseAnswers(Collection<List<OutgoingRecord>> notSent) {
        sentNanos.keySet().stream()
                .filter(request -> !notSent.contains(request))
                .forEach(request -> request.forEach(record -> record.setAnswerLost(request.size())));
    }
}
