package io.github.camelconduit.kinesis.it;

/**
 * The outcome of a run, judged by the ids in the payloads.
 *
 * @param sent what was written
 * @param received what arrived, duplicates included
 * @param lost what was written and did not arrive
 * @param doubled arrivals of what had arrived already
 * @param outOfOrder arrivals behind a later one of the same shard or of the same partition key
 */
record Verdict(int sent, int received, int lost, int doubled, int outOfOrder) {

    /** Each record once and in order. */
    static Verdict exactly(int sent) {
        return new Verdict(sent, sent, 0, 0, 0);
    }

    @Override
    public String toString() {
        return "sent %d, received %d, lost %d, doubled %d, out of order %d"
                .formatted(sent, received, lost, doubled, outOfOrder);
    }
}
