/**
 * From the configuration to AWS clients.
 *
 * <p>{@link io.github.camelconduit.kinesis.client.KinesisClients} is what the rest sees: a client for subscriptions,
 * one for writes and one for all other calls, made once an endpoint starts and closed when it stops. How each of them is set, and why, is in
 * {@code ClientSettings}; {@code Credentials} turns the chosen way of getting credentials into a provider;
 * {@code TrustAllHttpClientBuilder} is for tests against a local server. What kind of failure a call ended with is said by
 * {@link io.github.camelconduit.kinesis.client.ServiceFailure}.
 */
package io.github.camelconduit.kinesis.client;
