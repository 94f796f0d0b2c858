/**
 * The component, its endpoints and their configuration.
 *
 * <p>The way of a configuration:
 *
 * <ol>
 *   <li>It is written in a URI, in component properties or by setters, with our names or those of the Conduit connector
 *       ({@code OriginalOptionNames} turns these into ours).
 *   <li>{@link io.github.camelconduit.kinesis.ConduitKinesisConfiguration} is the table of all options. An endpoint
 *       starts from a copy of the component's; {@code ExclusiveOptions} keeps it from inheriting what it replaces.
 *   <li>{@code ConfigurationValidator} holds it against what can work;
 *       {@link io.github.camelconduit.kinesis.StreamIdentity} is the stream that path and options agree on.
 *   <li>{@link io.github.camelconduit.kinesis.client.KinesisClients} are made from it when the endpoint starts.
 * </ol>
 *
 * <p>Consumer and producer are thin: they put together what the packages below this one hold.
 */
package io.github.camelconduit.kinesis;
