package io.github.camelconduit.kinesis.embedded.fault;

/**
 * What a call is aimed at, as far as its request says.
 *
 * @param operation AWS's name
 * @param stream    the stream's name, or null
 * @param shardId   the shard, or null
 */
public record CallTarget(String operation, String stream, String shardId) {}
