package io.github.camelconduit.kinesis.it;

/**
 * The outcome of a run, judged by the ids in the payloads, and by shard and sequence number.
 *
 * @param sent what was written
 * @param received what arrived, duplicates included
 * @param lost what was written and did not arrive
 * @param doubled arrivals of records that had arrived already
 * @param doubledByRestarts the same, but with a restart of the reader in between
 * @param writtenTwice arrivals of what the stream holds twice, because an answer to its writer was lost
 * @param outOfOrder arrivals behind a later one of the same shard or of the same partition key
 */
record Verdict(int sent, int received, int lost, int doubled, int doubledByRestarts, int writtenTwice, int outOfOrder) {

    /** Each record once and in order. */
    static Verdict exactly(int sent) {
        return new Verdict(sent, sent, 0, 0, 0, 0, 0);
    }

    @Override
    public String toString() {
        return "sent %d, received %d, lost %d, doubled %d, doubled by restarts %d, written twice %d, out of order %d"
                .formatted(sent, received, lost, doubled, doubledByRestarts, writtenTwice, outOfOrder);
    }
}
