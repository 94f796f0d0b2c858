package io.github.camelconduit.kinesis.fanout;

/** What follows when an attempt to read a shard fails. */
sealed interface FailureResponse {

    /**
     * Another attempt.
     *
     * @param pauseMillis after so long
     * @param inUseAtStart whether the shard was somebody else's, or just was, before it was ever ours
     */
    record TryAgain(long pauseMillis, boolean inUseAtStart) implements FailureResponse {}

    /** Reading begins with the oldest record: the service does not take the position. */
    record StartOver() implements FailureResponse {}

    /**
     * The shard is not read any more.
     *
     * @param cause why
     */
    record GiveUp(Exception cause) implements FailureResponse {}
}
