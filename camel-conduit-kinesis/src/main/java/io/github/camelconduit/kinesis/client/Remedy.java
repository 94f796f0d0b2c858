package io.github.camelconduit.kinesis.client;

/** What helps against a failure. */
public enum Remedy {
    /** It may pass by itself, and is tried again until it does. */
    TIME,
    /** Somebody has to see to it, in AWS or in the configuration. */
    OPERATOR,
    /** The process hangs, and another one would not. */
    RESTART
}
