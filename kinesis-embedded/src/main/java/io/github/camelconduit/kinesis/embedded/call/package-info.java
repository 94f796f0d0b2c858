/** The operations but SubscribeToShard, a class for each group; {@code Operations} knows them by name. */
package io.github.camelconduit.kinesis.embedded.call;
