package io.github.camelconduit.kinesis.it;

import java.util.List;

/**
 * Something that MiniStack and the embedded server answer differently, and which of them AWS's API reference and
 * developer guide bear out. The page about the embedded server has the same table.
 *
 * @param call its name in {@link CallScript}
 * @param member of the answer; {@code answer} is whether there was one, or the refusal
 * @param embedded the embedded server's value, {@code -} where there is none
 * @param miniStack MiniStack's, likewise
 */
record Deviation(String call, String member, String embedded, String miniStack, Right right, String why) {

    /** Stands for every call that gives records. */
    static final String ANY_READ = "any read";

    /** Which server does as AWS's documents say. */
    enum Right {
        EMBEDDED,
        BOTH
    }

    static final List<Deviation> ALL = List.of(
            new Deviation(
                    "CreateStream with a bad name",
                    "answer",
                    "400 ValidationException",
                    "given",
                    Right.EMBEDDED,
                    "StreamName has the pattern [a-zA-Z0-9_.-]+"),
            new Deviation(
                    "CreateStream with a name of 129",
                    "answer",
                    "400 ValidationException",
                    "given",
                    Right.EMBEDDED,
                    "StreamName has at most 128 characters"),
            new Deviation(
                    "DeleteStream with consumers",
                    "answer",
                    "400 ResourceInUseException",
                    "given",
                    Right.EMBEDDED,
                    "Without EnforceConsumerDeletion registered consumers keep a stream: ResourceInUseException"),
            new Deviation(
                    "DescribeStreamConsumer of none",
                    "answer",
                    "400 InvalidArgumentException",
                    "400 ResourceNotFoundException",
                    Right.EMBEDDED,
                    "What is missing is an argument, not a resource"),
            new Deviation(
                    "DescribeStreamSummary of no stream",
                    "answer",
                    "400 InvalidArgumentException",
                    "400 ResourceNotFoundException",
                    Right.EMBEDDED,
                    "What is missing is an argument, not a resource"),
            new Deviation(
                    "DescribeStreamSummary",
                    "StreamDescriptionSummary.MaxRecordSizeInKiB",
                    "1024",
                    "-",
                    Right.EMBEDDED,
                    "StreamDescriptionSummary has MaxRecordSizeInKiB"),
            new Deviation(
                    "GetRecords from AT_TIMESTAMP",
                    "answer",
                    "given",
                    "500 null",
                    Right.EMBEDDED,
                    "GetShardIterator takes a timestamp; MiniStack fails to read one in CBOR"),
            new Deviation(
                    "GetRecords from AT_TIMESTAMP, long ago",
                    "answer",
                    "given",
                    "500 null",
                    Right.EMBEDDED,
                    "GetShardIterator takes a timestamp; MiniStack fails to read one in CBOR"),
            new Deviation(
                    "GetRecords of a closed shard",
                    "answer",
                    "given",
                    "400 ResourceNotFoundException",
                    Right.EMBEDDED,
                    "A closed shard stays until its records expire"),
            new Deviation(
                    "GetRecords with limit 0",
                    "answer",
                    "400 ValidationException",
                    "given",
                    Right.EMBEDDED,
                    "Limits have a valid range from 1"),
            new Deviation(
                    "GetRecords with limit 10001",
                    "answer",
                    "400 ValidationException",
                    "given",
                    Right.EMBEDDED,
                    "Limit has a valid range up to 10,000"),
            new Deviation(
                    "GetRecords, bad iterator",
                    "answer",
                    "400 InvalidArgumentException",
                    "400 ExpiredIteratorException",
                    Right.EMBEDDED,
                    "ExpiredIteratorException is for iterators past their age"),
            new Deviation(
                    "GetShardIterator AT_SEQUENCE_NUMBER with none",
                    "answer",
                    "400 InvalidArgumentException",
                    "given",
                    Right.EMBEDDED,
                    "A starting sequence number is required for this type"),
            new Deviation(
                    "GetShardIterator AT_TIMESTAMP in the future",
                    "answer",
                    "400 InvalidArgumentException",
                    "400 SerializationException",
                    Right.EMBEDDED,
                    "GetShardIterator refuses what it cannot use with InvalidArgumentException; MiniStack fails to read a timestamp in CBOR"),
            new Deviation(
                    "GetShardIterator AT_TIMESTAMP with none",
                    "answer",
                    "400 InvalidArgumentException",
                    "400 ValidationException",
                    Right.EMBEDDED,
                    "Timestamp is optional in the request, so its absence is an InvalidArgumentException"),
            new Deviation(
                    "GetShardIterator of a closed shard",
                    "answer",
                    "given",
                    "400 ResourceNotFoundException",
                    Right.EMBEDDED,
                    "A closed shard stays until its records expire"),
            new Deviation(
                    "GetShardIterator, another shard's number",
                    "answer",
                    "400 InvalidArgumentException",
                    "given",
                    Right.EMBEDDED,
                    "A sequence number has to come from the shard"),
            new Deviation(
                    "GetShardIterator, bad shard id",
                    "answer",
                    "400 ValidationException",
                    "400 ResourceNotFoundException",
                    Right.EMBEDDED,
                    "ShardId has the pattern [a-zA-Z0-9_.-]+"),
            new Deviation(
                    "GetShardIterator, bad sequence number",
                    "answer",
                    "400 ValidationException",
                    "given",
                    Right.EMBEDDED,
                    "The number breaks the pattern 0|([1-9]\\d{0,128})"),
            new Deviation(
                    "ListShards after a merge",
                    "Shards[shardId-000000000000]",
                    "0-170141183460469231731687303715884105727 of null, null, closed",
                    "-",
                    Right.EMBEDDED,
                    "ListShards keeps closed shards, with an ending sequence number, until their records expire"),
            new Deviation(
                    "ListShards after a merge",
                    "Shards[shardId-000000000001]",
                    "170141183460469231731687303715884105728-340282366920938463463374607431768211455 of null, null, closed",
                    "-",
                    Right.EMBEDDED,
                    "ListShards keeps closed shards, with an ending sequence number, until their records expire"),
            new Deviation(
                    "ListShards after splits",
                    "Shards[shardId-000000000000]",
                    "0-170141183460469231731687303715884105727 of null, null, closed",
                    "-",
                    Right.EMBEDDED,
                    "ListShards keeps closed shards, with an ending sequence number, until their records expire"),
            new Deviation(
                    "ListShards after splits",
                    "Shards[shardId-000000000001]",
                    "170141183460469231731687303715884105728-340282366920938463463374607431768211455 of null, null, closed",
                    "-",
                    Right.EMBEDDED,
                    "ListShards keeps closed shards, with an ending sequence number, until their records expire"),
            new Deviation(
                    "ListShards with limit 0",
                    "answer",
                    "400 ValidationException",
                    "500 null",
                    Right.EMBEDDED,
                    "Limits have a valid range from 1"),
            new Deviation(
                    "ListShards, bad token",
                    "answer",
                    "400 InvalidArgumentException",
                    "400 ResourceNotFoundException",
                    Right.EMBEDDED,
                    "A token that the service did not give is an InvalidArgumentException"),
            new Deviation(
                    "ListShards, the next page",
                    "answer",
                    "given",
                    "400 ResourceNotFoundException",
                    Right.EMBEDDED,
                    "With NextToken the stream must not be named"),
            new Deviation(
                    "ListShards, token and name",
                    "answer",
                    "400 InvalidArgumentException",
                    "given",
                    Right.EMBEDDED,
                    "With NextToken the stream must not be named"),
            new Deviation(
                    "ListStreamConsumers, bad token",
                    "answer",
                    "400 InvalidArgumentException",
                    "given",
                    Right.EMBEDDED,
                    "A token that the service did not give is an InvalidArgumentException"),
            new Deviation(
                    "ListStreams with limit 0",
                    "answer",
                    "400 ValidationException",
                    "given",
                    Right.EMBEDDED,
                    "Limits have a valid range from 1"),
            new Deviation(
                    "MergeShards of a shard with itself",
                    "answer",
                    "400 InvalidArgumentException",
                    "500 null",
                    Right.EMBEDDED,
                    "MergeShards refuses shards that are not adjacent with InvalidArgumentException"),
            new Deviation(
                    "MergeShards, not adjacent",
                    "answer",
                    "400 InvalidArgumentException",
                    "given",
                    Right.EMBEDDED,
                    "MergeShards refuses shards that are not adjacent with InvalidArgumentException"),
            new Deviation(
                    "PutRecord above the highest hash key",
                    "answer",
                    "400 InvalidArgumentException",
                    "given",
                    Right.EMBEDDED,
                    "A hash key has 128 bits"),
            new Deviation(
                    "PutRecord of 1 MiB without its key",
                    "answer",
                    "400 ValidationException",
                    "given",
                    Right.EMBEDDED,
                    "Data and partition key together have at most 1 MiB"),
            new Deviation(
                    "PutRecord with hash key -1",
                    "answer",
                    "400 ValidationException",
                    "given",
                    Right.EMBEDDED,
                    "The key breaks the pattern 0|([1-9]\\d{0,38})"),
            new Deviation(
                    "PutRecord with hash key 01",
                    "answer",
                    "400 ValidationException",
                    "given",
                    Right.EMBEDDED,
                    "The key breaks the pattern 0|([1-9]\\d{0,38})"),
            new Deviation(
                    "PutRecord with hash key abc",
                    "answer",
                    "400 ValidationException",
                    "500 null",
                    Right.EMBEDDED,
                    "The key breaks the pattern 0|([1-9]\\d{0,38})"),
            new Deviation(
                    "PutRecords of 11 MiB",
                    "answer",
                    "400 InvalidArgumentException",
                    "400 ValidationException",
                    Right.EMBEDDED,
                    "PutRecords refuses a request above its limit with InvalidArgumentException"),
            new Deviation(
                    "PutRecords of 6 MiB",
                    "answer",
                    "given",
                    "400 ValidationException",
                    Right.EMBEDDED,
                    "A request can have up to 10 MiB"),
            new Deviation(
                    "PutRecords of none",
                    "answer",
                    "400 ValidationException",
                    "given",
                    Right.EMBEDDED,
                    "Records has at least one item"),
            new Deviation(
                    "PutRecords with one hash key bad",
                    "answer",
                    "400 ValidationException",
                    "500 null",
                    Right.EMBEDDED,
                    "The key breaks the pattern 0|([1-9]\\d{0,38})"),
            new Deviation(
                    "PutRecords with one key empty",
                    "answer",
                    "400 ValidationException",
                    "given",
                    Right.EMBEDDED,
                    "PartitionKey has at least one character"),
            new Deviation(
                    "RegisterStreamConsumer, bad name",
                    "answer",
                    "400 ValidationException",
                    "given",
                    Right.EMBEDDED,
                    "ConsumerName has the pattern [a-zA-Z0-9_.-]+"),
            new Deviation(
                    "RegisterStreamConsumer, the 21st",
                    "answer",
                    "400 LimitExceededException",
                    "given",
                    Right.EMBEDDED,
                    "20 consumers can be registered with a stream"),
            new Deviation(
                    "SplitShard at the start of the range",
                    "answer",
                    "400 InvalidArgumentException",
                    "400 ValidationException",
                    Right.EMBEDDED,
                    "SplitShard refuses a hash key it cannot use with InvalidArgumentException; ValidationException is for streams on demand"),
            new Deviation(
                    "SplitShard of a closed shard",
                    "answer",
                    "400 InvalidArgumentException",
                    "400 ResourceNotFoundException",
                    Right.EMBEDDED,
                    "A closed shard stays until its records expire"),
            new Deviation(
                    "SplitShard outside of the range",
                    "answer",
                    "400 InvalidArgumentException",
                    "400 ValidationException",
                    Right.EMBEDDED,
                    "SplitShard refuses a hash key it cannot use with InvalidArgumentException; ValidationException is for streams on demand"),
            new Deviation(
                    "SubscribeToShard again at once",
                    "answer",
                    "400 ResourceInUseException",
                    "given",
                    Right.EMBEDDED,
                    "Within five seconds of a successful call the next one is refused, whether the first is still open or not"),
            new Deviation(
                    "SubscribeToShard to a closed shard",
                    "answer",
                    "given",
                    "400 ResourceNotFoundException",
                    Right.EMBEDDED,
                    "A closed shard stays until its records expire"),
            new Deviation(
                    "SubscribeToShard, another shard's number",
                    "answer",
                    "400 InvalidArgumentException",
                    "given",
                    Right.EMBEDDED,
                    "A sequence number has to come from the shard"),
            new Deviation(
                    "SubscribeToShard, bad sequence number",
                    "answer",
                    "400 ValidationException",
                    "given",
                    Right.EMBEDDED,
                    "The number breaks the pattern 0|([1-9]\\d{0,128})"),
            new Deviation(
                    "SubscribeToShard, timestamp in the future",
                    "answer",
                    "400 InvalidArgumentException",
                    "given",
                    Right.EMBEDDED,
                    "A position in the future is refused"),
            new Deviation(
                    "any read",
                    "Records[].EncryptionType",
                    "-",
                    "NONE",
                    Right.BOTH,
                    "EncryptionType is optional in Record; AWS's examples for streams without encryption leave it out"));

    /** The difference alone, in one line. */
    static String line(String call, String member, String embedded, String miniStack) {
        return String.join(" | ", call, member, embedded, miniStack);
    }

    String difference() {
        return line(call, member, embedded, miniStack);
    }
}
