package io.github.camelconduit.kinesis.embedded.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.netty.buffer.ByteBufUtil;

import io.github.camelconduit.kinesis.embedded.json.Base64Text;
import io.github.camelconduit.kinesis.embedded.json.JsonBytes;

/**
 * A record in a shard. It is kept as the JSON in which it is pushed, encoded once when it is put however often it is
 * read; the data is decoded from there for those who want it. Immutable.
 */
public final class StreamRecord {

    private static final String SEQUENCE_NUMBER = "{\"SequenceNumber\":\"";
    private static final String ARRIVAL = "\",\"ApproximateArrivalTimestamp\":";
    private static final String DATA = ",\"Data\":\"";
    private static final String PARTITION_KEY = "\",\"PartitionKey\":";

    /** Seconds of ten digits, the point, three digits. */
    private static final int ARRIVAL_DIGITS = 14;

    private static final int CAPACITY_WITHOUT_TEXTS = SEQUENCE_NUMBER.length()
            + ARRIVAL.length()
            + ARRIVAL_DIGITS
            + DATA.length()
            + PARTITION_KEY.length()
            + "\"\"}".length();

    /** What an object of this class and its array take besides the array's bytes. */
    private static final int OBJECT_BYTES = 80;

    private final long counter;
    private final String partitionKey;
    private final long arrivalMillis;
    private final byte[] json;
    private final int sequenceDigits;
    private final int dataAt;
    private final int dataBytes;

    private StreamRecord(
            long counter,
            String partitionKey,
            long arrivalMillis,
            byte[] json,
            int sequenceDigits,
            int dataAt,
            int dataBytes) {
        this.counter = counter;
        this.partitionKey = partitionKey;
        this.arrivalMillis = arrivalMillis;
        this.json = json;
        this.sequenceDigits = sequenceDigits;
        this.dataAt = dataAt;
        this.dataBytes = dataBytes;
    }

    /**
     * A record.
     *
     * @param counter       its place in the shard's sequence numbers
     * @param data          is copied
     * @param arrivalMillis approximate arrival, epoch milliseconds, never falling within a shard
     */
    static StreamRecord of(long counter, String sequenceNumber, String partitionKey, byte[] data, long arrivalMillis) {
        byte[] text = new byte[Base64Text.lengthOf(data.length)];
        Base64Text.encode(data, text, 0);
        return ofBase64(counter, sequenceNumber, partitionKey, text, data.length, arrivalMillis);
    }

    /**
     * The same of data that is base64 already.
     *
     * @param dataText  is copied
     * @param dataBytes how many bytes it stands for
     */
    static StreamRecord ofBase64(
            long counter,
            String sequenceNumber,
            String partitionKey,
            byte[] dataText,
            int dataBytes,
            long arrivalMillis) {
        JsonBytes out = new JsonBytes(
                CAPACITY_WITHOUT_TEXTS + sequenceNumber.length() + dataText.length + partitionKey.length());
        out.ascii(SEQUENCE_NUMBER)
                .ascii(sequenceNumber)
                .ascii(ARRIVAL)
                .seconds(arrivalMillis)
                .ascii(DATA);
        int dataAt = out.length();
        out.raw(dataText).ascii(PARTITION_KEY).string(partitionKey).ascii("}");
        return new StreamRecord(
                counter, partitionKey, arrivalMillis, out.toByteArray(), sequenceNumber.length(), dataAt, dataBytes);
    }

    /** What counts towards limits: data and the key's UTF-8 bytes. */
    public static long sizeOf(String partitionKey, byte[] data) {
        return (long) data.length + ByteBufUtil.utf8Bytes(partitionKey);
    }

    /** What it counts towards limits and rates: data and the key's UTF-8 bytes. */
    public long size() {
        return (long) dataBytes + ByteBufUtil.utf8Bytes(partitionKey);
    }

    public long counter() {
        return counter;
    }

    public String sequenceNumber() {
        return new String(json, SEQUENCE_NUMBER.length(), sequenceDigits, StandardCharsets.ISO_8859_1);
    }

    public String partitionKey() {
        return partitionKey;
    }

    public long arrivalMillis() {
        return arrivalMillis;
    }

    /** The data, a copy. */
    public byte[] data() {
        return Base64.getDecoder()
                .decode(ByteBuffer.wrap(json, dataAt, Base64Text.lengthOf(dataBytes)))
                .array();
    }

    /** How long the data is. */
    public int dataBytes() {
        return dataBytes;
    }

    /** The Record of SubscribeToShardEvent in JSON: shared, not to be changed. */
    public byte[] json() {
        return json;
    }

    /** How much memory it takes, in bytes. */
    long memoryBytes() {
        return json.length + OBJECT_BYTES;
    }
}
