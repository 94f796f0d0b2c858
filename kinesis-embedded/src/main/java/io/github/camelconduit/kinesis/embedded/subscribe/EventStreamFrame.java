package io.github.camelconduit.kinesis.embedded.subscribe;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.zip.CRC32;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;

import io.github.camelconduit.kinesis.embedded.json.JsonBytes;

/**
 * One frame of {@code application/vnd.amazon.eventstream}: total length, length of the headers, CRC-32 of these two,
 * headers, payload, CRC-32 of all before. Its payload is JSON.
 *
 * <p>The large ones lie in pooled memory outside the heap, from where the socket takes them without a further copy, and
 * have to be released once they are written: Vert.x does not.
 */
final class EventStreamFrame {

    private static final int PRELUDE = 12;
    private static final int CRC = 4;
    private static final byte STRING = 7;

    private static final byte[] INITIAL_RESPONSE = headers("event", "initial-response");
    private static final byte[] SUBSCRIBE_TO_SHARD_EVENT = headers("event", "SubscribeToShardEvent");

    private final int headersLength;
    private final ByteBuf out;

    private EventStreamFrame(byte[] headers, IntFunction<ByteBuf> memory, int payloadBytes) {
        headersLength = headers.length;
        out = memory.apply(PRELUDE + headers.length + payloadBytes + CRC);
        out.writeZero(PRELUDE).writeBytes(headers);
    }

    static Buffer initialResponse() {
        return new EventStreamFrame(INITIAL_RESPONSE, Unpooled::buffer, 2)
                .ascii("{}")
                .finish();
    }

    /** A SubscribeToShardEvent with the payload yet to be added, about so many bytes. */
    static EventStreamFrame event(int payloadBytes) {
        return new EventStreamFrame(SUBSCRIBE_TO_SHARD_EVENT, Unpooled::buffer, payloadBytes);
    }

    /** The same in pooled memory: it has to be released. */
    static EventStreamFrame pooledEvent(int payloadBytes) {
        return new EventStreamFrame(
                SUBSCRIBE_TO_SHARD_EVENT, PooledByteBufAllocator.DEFAULT::directBuffer, payloadBytes);
    }

    static Buffer exception(String errorType, String message) {
        byte[] payload = new JsonBytes(64)
                .ascii("{\"message\":")
                .string(message)
                .ascii("}")
                .toByteArray();
        return new EventStreamFrame(headers("exception", errorType), Unpooled::buffer, payload.length)
                .json(payload)
                .finish();
    }

    /** Adds JSON to the payload. */
    EventStreamFrame json(byte[] part) {
        out.writeBytes(part);
        return this;
    }

    /** Adds text of ASCII characters to the payload. */
    EventStreamFrame ascii(String part) {
        out.writeCharSequence(part, StandardCharsets.US_ASCII);
        return this;
    }

    /** The bytes of the frame. Deprecated or not, this is Vert.x 4's one way to a buffer around memory without a copy. */
    @SuppressWarnings("deprecation")
    Buffer finish() {
        int length = out.readableBytes() + CRC;
        out.setInt(0, length).setInt(4, headersLength);
        out.setInt(8, crc(8));
        out.writeInt(crc(length - CRC));
        return Buffer.buffer(out);
    }

    /** Gives pooled memory back, when the buffer is no longer needed. */
    void release() {
        out.release();
    }

    private int crc(int bytes) {
        CRC32 crc = new CRC32();
        crc.update(out.nioBuffer(0, bytes));
        return (int) crc.getValue();
    }

    private static byte[] headers(String messageType, String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        header(bytes, ":" + messageType + "-type", name);
        header(bytes, ":content-type", "application/json");
        header(bytes, ":message-type", messageType);
        return bytes.toByteArray();
    }

    private static void header(ByteArrayOutputStream to, String name, String value) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
        to.write(nameBytes.length);
        to.writeBytes(nameBytes);
        to.write(STRING);
        to.write(valueBytes.length >>> 8);
        to.write(valueBytes.length);
        to.writeBytes(valueBytes);
    }
}
