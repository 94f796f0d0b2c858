/**
 * Measurements of the component's consumer and of the embedded server. The server runs in a process of its own, so that
 * its CPU time and memory are its own. What reads from it runs in the program's JVM where the server is measured, and in
 * JVMs of their own, one for each reader, where readers are.
 */
package io.github.camelconduit.kinesis.benchmark;
