/**
 * SubscribeToShard: who may subscribe, the open subscriptions, and the event stream they send. A subscription lives on the
 * event loop of its connection and builds an event from stored records only when it can be written, so a client without
 * demand costs one event at most.
 */
package io.github.camelconduit.kinesis.embedded.subscribe;
