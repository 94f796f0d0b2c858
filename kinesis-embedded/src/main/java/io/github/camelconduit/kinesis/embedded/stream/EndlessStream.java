package io.github.camelconduit.kinesis.embedded.stream;

/**
 * What an endless stream's shards give, see {@link EndlessRecords}.
 *
 * @param recordBytes      data of every record, at least {@link #MIN_RECORD_BYTES}
 * @param recordsPerSecond new records a second and shard; 0: one whenever a reader can take it
 */
public record EndlessStream(int recordBytes, int recordsPerSecond) {

    /** The record's number in decimal digits comes first. */
    public static final int MIN_RECORD_BYTES = 18;

    private static final int MAX_RECORDS_PER_SECOND = 10_000_000;

    public EndlessStream {
        if (recordBytes < MIN_RECORD_BYTES || recordBytes > 10 * 1024 * 1024) {
            throw new IllegalArgumentException(
                    "recordBytes must be %d to 10485760, was %d".formatted(MIN_RECORD_BYTES, recordBytes));
        }
        if (recordsPerSecond < 0 || recordsPerSecond > MAX_RECORDS_PER_SECOND) {
            throw new IllegalArgumentException("recordsPerSecond must be 0 (as fast as readers take them) to %d, was %d"
                    .formatted(MAX_RECORDS_PER_SECOND, recordsPerSecond));
        }
    }
}
