package io.github.camelconduit.kinesis.embedded.codec;

/** What a call answers: writes its members. May be written more than once. */
@FunctionalInterface
public interface Answer {

    /** An answer without members. */
    Answer EMPTY = to -> {};

    void writeTo(AnswerWriter to);
}
