/**
 * The readers that are measured beside each other. Each runs in a JVM of its own
 * ({@link io.github.camelconduit.kinesis.benchmark.reader.ReaderProgram}) and takes commands from the program that
 * measures, a line each.
 */
package io.github.camelconduit.kinesis.benchmark.reader;
