package io.github.camelconduit.kinesis.embedded.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;

import com.fasterxml.jackson.core.JsonGenerator;

/**
 * Writes an answer's members in one format, straight to bytes. A member whose value is null is left out, as AWS does. Not
 * thread-safe.
 */
public final class AnswerWriter {

    private final Format format;
    private final JsonGenerator out;

    private AnswerWriter(Format format, JsonGenerator out) {
        this.format = format;
        this.out = out;
    }

    /** The bytes of an object with the members that {@code answer} writes. */
    public static byte[] encode(Format format, Answer answer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = format.generator(bytes)) {
            out.writeStartObject();
            answer.writeTo(new AnswerWriter(format, out));
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    public AnswerWriter text(String name, String value) {
        return member(name, value, () -> out.writeString(value));
    }

    public AnswerWriter number(String name, long value) {
        return member(name, value, () -> out.writeNumber(value));
    }

    public AnswerWriter flag(String name, boolean value) {
        return member(name, value, () -> out.writeBoolean(value));
    }

    public AnswerWriter blob(String name, byte[] value) {
        return member(name, value, () -> out.writeBinary(value));
    }

    public AnswerWriter timestamp(String name, Instant value) {
        return member(name, value, () -> format.writeInstant(out, value));
    }

    public AnswerWriter structure(String name, Answer value) {
        return member(name, value, () -> writeStructure(value));
    }

    public AnswerWriter texts(String name, Collection<String> values) {
        return member(name, values, () -> {
            out.writeStartArray();
            for (String value : values) {
                out.writeString(value);
            }
            out.writeEndArray();
        });
    }

    /** A list of structures, each written by {@code element}. */
    public <T> AnswerWriter structures(String name, Collection<T> values, Element<T> element) {
        return member(name, values, () -> {
            out.writeStartArray();
            for (T value : values) {
                writeStructure(to -> element.write(to, value));
            }
            out.writeEndArray();
        });
    }

    private void writeStructure(Answer value) throws IOException {
        out.writeStartObject();
        value.writeTo(this);
        out.writeEndObject();
    }

    private AnswerWriter member(String name, Object value, Write write) {
        if (value == null) {
            return this;
        }
        try {
            out.writeFieldName(name);
            write.run();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory does not fail", e);
        }
        return this;
    }

    /** Writes the members of one element of a list. */
    @FunctionalInterface
    public interface Element<T> {
        void write(AnswerWriter to, T value);
    }

    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }
}
