package io.github.camelconduit.kinesis.fanout;

/** Time, so that tests can play it. */
interface Timers {

    /** Milliseconds of a clock that only goes forward. */
    long now();

    /** Runs a task on the control threads after so many milliseconds; never on the calling thread. */
    void schedule(Runnable task, long delayMillis);
}
