/**
 * Positions in a DynamoDB table, for processes whose disks do not outlive them.
 *
 * <p>{@link io.github.camelconduit.kinesis.dynamodb.DynamoDbPositionStore} is the store and its settings; the calls and
 * the layout of the table are behind it.
 */
package io.github.camelconduit.kinesis.dynamodb;
