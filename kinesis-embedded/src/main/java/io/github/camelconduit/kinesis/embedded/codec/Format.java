package io.github.camelconduit.kinesis.embedded.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;

/**
 * The two encodings of AWS's JSON protocol 1.1 as Kinesis speaks it. They differ in blobs (base64 text, byte string) and
 * timestamps (seconds with fraction, tagged epoch milliseconds).
 */
public enum Format {
    JSON("application/x-amz-json-1.1", new ObjectMapper()) {
        @Override
        Instant instant(JsonNode value) {
            return Instant.ofEpochMilli(wholeNumber(value, 3));
        }

        @Override
        void writeInstant(JsonGenerator out, Instant value) throws IOException {
            out.writeNumber(BigDecimal.valueOf(value.toEpochMilli(), 3));
        }
    },
    CBOR("application/x-amz-cbor-1.1", new ObjectMapper(new CBORFactory())) {
        @Override
        Instant instant(JsonNode value) {
            return Instant.ofEpochMilli(wholeNumber(value, 0));
        }

        @Override
        void writeInstant(JsonGenerator out, Instant value) throws IOException {
            ((CBORGenerator) out).writeTag(EPOCH_TAG);
            out.writeNumber(value.toEpochMilli());
        }
    };

    /** CBOR's tag for a time since the epoch; AWS puts milliseconds behind it. */
    private static final int EPOCH_TAG = 1;

    private final String contentType;
    private final ObjectMapper mapper;

    Format(String contentType, ObjectMapper mapper) {
        this.contentType = contentType;
        this.mapper = mapper;
    }

    /** The format of a content type; JSON when it is none of ours, as AWS does. */
    public static Format of(String contentType) {
        return contentType != null && contentType.startsWith(CBOR.contentType) ? CBOR : JSON;
    }

    public String contentType() {
        return contentType;
    }

    JsonNode read(byte[] body) throws IOException {
        return mapper.readTree(body);
    }

    JsonGenerator generator(OutputStream out) throws IOException {
        return mapper.getFactory().createGenerator(out);
    }

    /** A number with its point moved right; checked first, or a tiny text could stand for an endless number. */
    private static long wholeNumber(JsonNode value, int shift) {
        if (!(Math.abs(value.doubleValue()) < 1e15)) {
            throw new ArithmeticException("Out of range");
        }
        return value.decimalValue()
                .movePointRight(shift)
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }

    /**
     * A timestamp's value.
     *
     * @throws ArithmeticException when it is out of range
     */
    abstract Instant instant(JsonNode value);

    abstract void writeInstant(JsonGenerator out, Instant value) throws IOException;
}
