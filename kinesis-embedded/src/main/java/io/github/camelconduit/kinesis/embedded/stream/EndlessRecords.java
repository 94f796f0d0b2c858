package io.github.camelconduit.kinesis.embedded.stream;

import java.util.List;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.json.Base64Text;

/**
 * Records without an end that are made when they are read and not stored. The record at an index is the same whenever it
 * is read: its data is the index in 18 decimal digits, then letters. So every position can be read from, again or by many
 * readers, and a benchmark runs as long as it likes in no memory.
 *
 * <p>With a rate, records arrive evenly from the shard's creation on. Without, they are a backlog that no reader gets to
 * the end of: all arrived at the creation, and LATEST is behind the highest index that was looked at for any reader.
 */
final class EndlessRecords implements ShardRecords {

    private static final String PARTITION_KEY = "endless";
    private static final int DIGITS = EndlessStream.MIN_RECORD_BYTES;

    /** Of the counter: there is an idle reader's number between any two records. */
    private static final int STEP = 2;

    private final SequenceNumbers numbers;
    private final int recordBytes;
    private final int perSecond;
    private final long startMillis;
    private final byte[] digits = new byte[DIGITS];
    /** The data in base64; its first characters are the digits, of the record made last. */
    private final byte[] dataText;

    private DecimalCounter sequence;
    private long highest = -1;
    private long currentIndex = -1;
    private StreamRecord current;

    EndlessRecords(SequenceNumbers numbers, EndlessStream endless, long startMillis) {
        this.numbers = numbers;
        this.recordBytes = endless.recordBytes();
        this.perSecond = endless.recordsPerSecond();
        this.startMillis = startMillis;
        byte[] data = new byte[recordBytes];
        for (int i = 0; i < recordBytes; i++) {
            data[i] = (byte) ('a' + i % 26);
        }
        this.dataText = new byte[Base64Text.lengthOf(recordBytes)];
        Base64Text.encode(data, dataText, 0);
        this.sequence = numbers.sequence(0, STEP);
    }

    private static long counterOf(long index) {
        return STEP * (index + 1);
    }

    @Override
    public StreamRecord get(long index) {
        if (index != currentIndex) {
            String number;
            if (index == currentIndex + 1) {
                number = sequence.next();
            } else {
                sequence = numbers.sequence(counterOf(index), STEP);
                number = numbers.of(counterOf(index));
            }
            current = make(index, number);
            currentIndex = index;
            highest = Math.max(highest, index);
        }
        return current;
    }

    private StreamRecord make(long index, String sequenceNumber) {
        long rest = index;
        for (int i = DIGITS - 1; i >= 0; i--) {
            digits[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        Base64Text.encode(digits, dataText, 0);
        return StreamRecord.ofBase64(
                counterOf(index), sequenceNumber, PARTITION_KEY, dataText, recordBytes, arrivalOf(index));
    }

    private long arrivalOf(long index) {
        return perSecond == 0 ? startMillis : startMillis + index * 1000 / perSecond;
    }

    @Override
    public long first() {
        return 0;
    }

    @Override
    public long end() {
        return perSecond == 0 ? Long.MAX_VALUE : firstArrivedAt(System.currentTimeMillis() + 1);
    }

    @Override
    public long latest() {
        return perSecond == 0 ? highest + 1 : end();
    }

    @Override
    public long millisToNext() {
        return perSecond == 0 ? 0 : Math.max(1, arrivalOf(end()) - System.currentTimeMillis());
    }

    @Override
    public long firstArrivedAt(long millis) {
        if (perSecond == 0) {
            return millis <= startMillis ? 0 : highest + 1;
        }
        // The least index whose arrival, rounded down to a millisecond, is not before.
        return Math.max(0, ((millis - startMillis) * perSecond + 999) / 1000);
    }

    @Override
    public long firstNumbered(long counter) {
        return Math.max(0, (counter - 1) / STEP);
    }

    @Override
    public long lastCounter() {
        return counterOf(latest()) - 1;
    }

    @Override
    public long lastTrimmed() {
        return -1;
    }

    @Override
    public String idleNumber() {
        return numbers.of(lastCounter());
    }

    @Override
    public StreamRecord append(String partitionKey, byte[] data) {
        throw unsupported("takes no records");
    }

    @Override
    public long close() {
        throw unsupported("is not split or merged");
    }

    @Override
    public long storedCount() {
        return 0;
    }

    @Override
    public List<StreamRecord> stored() {
        return List.of();
    }

    @Override
    public void trimArrivedBefore(long millis) {
        // Nothing is stored.
    }

    @Override
    public void clear() {
        // Nothing is stored.
    }

    private static KinesisServiceException unsupported(String what) {
        return KinesisServiceException.invalidArgument("An endless stream " + what + ".");
    }
}
