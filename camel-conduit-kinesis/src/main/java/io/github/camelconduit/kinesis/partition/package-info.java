/**
 * Which partition key, and so which shard, a message gets: from a template or an expression, else the record key, else
 * at random; cut to what Kinesis allows. Also the sandboxed templates themselves, which name streams as well.
 */
package io.github.camelconduit.kinesis.partition;
