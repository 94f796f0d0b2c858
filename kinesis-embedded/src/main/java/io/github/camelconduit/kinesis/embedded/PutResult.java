package io.github.camelconduit.kinesis.embedded;

/** Where a record went: its shard and the decimal sequence number it got there. */
public record PutResult(String shardId, String sequenceNumber) {}
