package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Room for records that are not done: so many bytes, given in the order of asking, so that a large record is not passed
 * by small ones for ever. Thread-safe.
 */
final class SendBuffer {

    /** What a record weighs beside its data and key: without it, a flood of tiny records would have no bound. */
    static final int OVERHEAD = 512;

    private final Room room;
    private final int capacity;
    private final Duration maxBlockTime;

    SendBuffer(int capacity, Duration maxBlockTime) {
        this.room = new Room(capacity);
        this.capacity = capacity;
        this.maxBlockTime = maxBlockTime;
    }

    /**
     * Waits for room for a record. One that is larger than the whole buffer goes alone.
     *
     * @throws SendBufferFullException if there was none within the time
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    void acquire(int recordSize) throws InterruptedException {
        if (!room.tryAcquire(weight(recordSize), maxBlockTime.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new SendBufferFullException(capacity, maxBlockTime.toMillis());
        }
    }

    /**
     * Takes the room for a record without waiting, though there may be none: for a thread that others wait for to make
     * room. The buffer is over its capacity then until it is given back.
     */
    void overdraw(int recordSize) {
        room.reducePermits(weight(recordSize));
    }

    /** Gives the room of a record back. */
    void release(int recordSize) {
        room.release(weight(recordSize));
    }

    private int weight(int recordSize) {
        return Math.min(recordSize + OVERHEAD, capacity);
    }

    /** A fair semaphore of bytes that can be overdrawn. */
    private static final class Room extends Semaphore {

        private static final long serialVersionUID = 1L;

        Room(int bytes) {
            super(bytes, true);
        }

        @Override
        public void reducePermits(int bytes) {
            super.reducePermits(bytes);
        }
    }
}
