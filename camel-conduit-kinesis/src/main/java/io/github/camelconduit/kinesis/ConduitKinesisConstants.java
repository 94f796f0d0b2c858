package io.github.camelconduit.kinesis;

import org.apache.camel.spi.Metadata;

/** The names of the headers, and the limits that AWS sets. */
public final class ConduitKinesisConstants {

    /** The scheme of the component. */
    public static final String SCHEME = "conduit-kinesis";

    @Metadata(label = "consumer", description = "The name of the stream the record was read from.", javaType = "String")
    public static final String STREAM_NAME = "CamelConduitKinesisStreamName";

    @Metadata(
            description =
                    "Consumer: the id of the shard the record was read from. Producer, after sending: the id of the shard the record was written to.",
            javaType = "String")
    public static final String SHARD_ID = "CamelConduitKinesisShardId";

    @Metadata(
            description =
                    "Consumer: the sequence number of the record, unique in its shard. Producer, after sending: the sequence number that Kinesis gave the record.",
            javaType = "String")
    public static final String SEQUENCE_NUMBER = "CamelConduitKinesisSequenceNumber";

    @Metadata(
            description =
                    "Consumer: the partition key of the record. Producer: the record key, which becomes the partition key when neither partitionKey nor partitionKeyTemplate yields one.",
            javaType = "String")
    public static final String PARTITION_KEY = "CamelConduitKinesisPartitionKey";

    @Metadata(
            label = "consumer",
            description = "When Kinesis took the record in (its approximate arrival timestamp).",
            javaType = "java.time.Instant")
    public static final String ARRIVAL_TIME = "CamelConduitKinesisArrivalTime";

    @Metadata(
            label = "consumer",
            description = "The same moment in milliseconds since the epoch, as Camel's message timestamp.",
            javaType = "Long",
            applicableFor = SCHEME)
    public static final String MESSAGE_TIMESTAMP = "CamelMessageTimestamp";

    @Metadata(
            label = "consumer",
            description =
                    "How far behind the tip of its shard the reading was when the record came, in milliseconds; 0 when it had caught up.",
            javaType = "Long")
    public static final String MILLIS_BEHIND_LATEST = "CamelConduitKinesisMillisBehindLatest";

    @Metadata(
            label = "consumer",
            description =
                    "snapshot for a record that was in the stream before the application first started on it, cdc for one that came after.",
            javaType = "String",
            enums = "snapshot,cdc")
    public static final String PHASE = "CamelConduitKinesisPhase";

    @Metadata(
            label = "producer",
            description =
                    "The explicit hash key, when explicitHashKey yields none: a decimal number, at least 0 and below 2 to the power of 128, which decides the shard instead of the partition key.",
            javaType = "String")
    public static final String EXPLICIT_HASH_KEY = "CamelConduitKinesisExplicitHashKey";

    @Metadata(
            label = "producer",
            description =
                    "The stream to write this message to, instead of the endpoint's. The producer removes it, so that it does not reach a later endpoint.",
            javaType = "String")
    public static final String OVERRIDE_STREAM_NAME = "CamelConduitKinesisOverrideStreamName";

    @Metadata(
            label = "producer",
            description =
                    "After sending a body of many records: what became of each, in their order. Only where the body is a collection or an array.",
            javaType = "java.util.List<io.github.camelconduit.kinesis.publish.RecordResult>")
    public static final String RECORD_RESULTS = "CamelConduitKinesisRecordResults";

    @Metadata(
            label = "producer",
            description = "After sending a body of many records: how many were written.",
            javaType = "Long")
    public static final String RECORD_COUNT = "CamelConduitKinesisRecordCount";

    /** {@link #PHASE} of a record that was there before the application first started on the stream. */
    public static final String PHASE_SNAPSHOT = "snapshot";

    /** {@link #PHASE} of a record that came after. */
    public static final String PHASE_CDC = "cdc";

    private ConduitKinesisConstants() {}
}
