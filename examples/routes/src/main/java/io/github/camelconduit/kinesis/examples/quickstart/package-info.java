/**
 * The quickstart: real events through the producer into a stream, back through the consumer, and every one of them
 * accounted for.
 *
 * <p>{@link io.github.camelconduit.kinesis.examples.quickstart.Quickstart} runs it: the
 * {@link io.github.camelconduit.kinesis.examples.quickstart.Writer} sends
 * {@link io.github.camelconduit.kinesis.examples.quickstart.Earthquakes}, each with an id of its own in the payload,
 * the {@link io.github.camelconduit.kinesis.examples.quickstart.Ledger} notes what was written and what arrives and
 * judges by those ids, and the {@link io.github.camelconduit.kinesis.examples.quickstart.Report} prints it. The stream
 * is on a {@link io.github.camelconduit.kinesis.examples.quickstart.KinesisServer}: the embedded one, or any other.
 */
package io.github.camelconduit.kinesis.examples.quickstart;
