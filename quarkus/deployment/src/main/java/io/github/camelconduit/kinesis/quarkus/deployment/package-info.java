/**
 * The build steps of the Camel Quarkus extension: what Quarkus is told of the component while it builds an application,
 * and the Kinesis server that it starts where one is developed or tested.
 */
package io.github.camelconduit.kinesis.quarkus.deployment;
