/**
 * What operators see, and never anything secret: how it stands with consumers and producers
 * ({@link io.github.camelconduit.kinesis.observe.EndpointStatus}), for health checks, the dev console and JMX alike.
 *
 * <p>Whatever is not as it should be is a {@link io.github.camelconduit.kinesis.observe.Trouble}, gathered anew each time
 * somebody asks, from what the reading and the publisher know and from thresholds. What helps against it
 * ({@link io.github.camelconduit.kinesis.client.Remedy}) decides which check says DOWN: liveness only where a new start
 * helps, readiness for everything, what may pass by itself after a while. Nothing here calls a service or a store.
 */
package io.github.camelconduit.kinesis.observe;
