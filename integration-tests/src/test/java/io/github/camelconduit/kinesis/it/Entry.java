package io.github.camelconduit.kinesis.it;

/**
 * What is written: a record with a number of its own in its payload.
 *
 * @param id counts from 0 in the order of writing
 * @param key the partition key
 */
record Entry(int id, String key, byte[] data) {}
