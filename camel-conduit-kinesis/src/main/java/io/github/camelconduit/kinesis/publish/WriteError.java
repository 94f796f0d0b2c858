package io.github.camelconduit.kinesis.publish;

import java.time.Instant;

/**
 * What an attempt to write failed with.
 *
 * @param stream the stream's name or ARN
 */
public record WriteError(WriteFailure failure, String stream, Instant at) {}
