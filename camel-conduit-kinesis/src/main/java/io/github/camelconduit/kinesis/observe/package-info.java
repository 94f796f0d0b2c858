/**
 * What operators see: where each shard stands, and how the reading is.
 */
package io.github.camelconduit.kinesis.observe;
