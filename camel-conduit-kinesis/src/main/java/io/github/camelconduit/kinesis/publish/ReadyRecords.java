package io.github.camelconduit.kinesis.publish;

/**
 * Records that may be sent, in the order they became so. They are linked to each other, so that nothing here needs
 * memory: where some is lacking for a moment no record may end up in no queue, and its exchange wait for ever. A record is
 * in one of these at most.
 *
 * <p>Not thread-safe.
 */
final class ReadyRecords {

    private OutgoingRecord first;
    private OutgoingRecord last;
    private int count;
    private long bytes;

    boolean isEmpty() {
        return first == null;
    }

    int count() {
        return count;
    }

    /** The sizes of all. */
    long bytes() {
        return bytes;
    }

    /** Never throws. */
    void add(OutgoingRecord record) {
        if (last == null) {
            first = record;
        } else {
            last.setNextReady(record);
        }
        last = record;
        count++;
        bytes += record.size();
    }

    /** The one that became ready first; null when there is none. */
    OutgoingRecord peek() {
        return first;
    }

    /** Takes out the one that became ready first. Only if there is one; never throws. */
    OutgoingRecord remove() {
        OutgoingRecord removed = first;
        first = removed.nextReady();
        if (first == null) {
            last = null;
        }
        removed.setNextReady(null);
        count--;
        bytes -= removed.size();
        return removed;
    }

    /** Takes out a record, if it is here. Takes time in proportion to all. */
    void remove(OutgoingRecord record) {
        OutgoingRecord before = null;
        for (OutgoingRecord one = first; one != null; one = one.nextReady()) {
            if (one == record) {
                unlink(before, record);
                return;
            }
            before = one;
        }
    }

    private void unlink(OutgoingRecord before, OutgoingRecord record) {
        if (before == null) {
            remove();
            return;
        }
        before.setNextReady(record.nextReady());
        if (last == record) {
            last = before;
        }
        record.setNextReady(null);
        count--;
        bytes -= record.size();
    }
}
