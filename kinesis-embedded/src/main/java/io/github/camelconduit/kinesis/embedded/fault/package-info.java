/**
 * Faults on demand. Each fault is a named behaviour in a file of its own that implements {@link
 * io.github.camelconduit.kinesis.embedded.fault.Fault}: it overrides the hook it works at and asks its {@link
 * io.github.camelconduit.kinesis.embedded.fault.Trigger} whether this is a call it hits. {@link
 * io.github.camelconduit.kinesis.embedded.fault.Faults} is what tests talk to; a new fault is a new file, a method there
 * and, when it works at a place no fault worked at before, a hook in {@code Fault} that this place asks.
 */
package io.github.camelconduit.kinesis.embedded.fault;
