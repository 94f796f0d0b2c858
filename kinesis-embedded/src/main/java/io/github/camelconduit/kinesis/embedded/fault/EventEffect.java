package io.github.camelconduit.kinesis.embedded.fault;

/**
 * What a subscription does instead of sending an event.
 *
 * @param frame          what it sends; null for nothing
 * @param carriesRecords whether the records of the event are in it, for the call log
 * @param sequel         what it does next
 */
public record EventEffect(byte[] frame, boolean carriesRecords, Sequel sequel) {

    /** The event in another form. */
    static EventEffect altered(byte[] frame, Sequel sequel) {
        return new EventEffect(frame, true, sequel);
    }

    /** Something else than the event, or with null nothing. */
    static EventEffect replaced(byte[] frame, Sequel sequel) {
        return new EventEffect(frame, false, sequel);
    }
}
