package io.github.camelconduit.kinesis.embedded;

import java.time.Instant;

/**
 * A registered stream consumer as it is now.
 *
 * @param name      unique in its stream
 * @param arn       contains the creation time, so a consumer that is made again has another one
 * @param status    {@code CREATING} or {@code ACTIVE}
 * @param createdAt when it was registered
 */
public record ConsumerView(String name, String arn, String status, Instant createdAt) {}
