/**
 * Faults on demand. Each is a small class that implements {@link io.github.camelconduit.kinesis.embedded.fault.Fault}: it
 * overrides the hook of the place where it works and asks its {@link
 * io.github.camelconduit.kinesis.embedded.fault.Trigger} whether it hits. {@link
 * io.github.camelconduit.kinesis.embedded.fault.FaultCatalog} knows all by name, for the admin call and for runs with every
 * fault; {@link io.github.camelconduit.kinesis.embedded.fault.Faults} is what tests talk to.
 *
 * <p>A new fault is
 *
 * <ul>
 *   <li>a class here, a constant in {@code FaultCatalog} and a method in {@code Faults};
 *   <li>when it works where no fault did before, a hook in {@code Fault} that this place asks;
 *   <li>a row in the table of {@code src/main/docs/kinesis-embedded.adoc}, with what the SDK makes of it: a test holds the
 *       table against the catalog and against the SDK.
 * </ul>
 */
package io.github.camelconduit.kinesis.embedded.fault;
