/**
 * Measurements of the embedded server. The server runs in a process of its own, started by the program, so that its CPU
 * time and memory are its own; the clients run in the program's JVM.
 */
package io.github.camelconduit.kinesis.benchmark;
