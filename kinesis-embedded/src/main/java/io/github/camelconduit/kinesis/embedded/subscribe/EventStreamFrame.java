package io.github.camelconduit.kinesis.embedded.subscribe;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;

/**
 * One frame of {@code application/vnd.amazon.eventstream}: total length, length of the headers, CRC-32 of these two,
 * headers, payload, CRC-32 of all before. Its payload is JSON and is written in place; the frame is used once.
 */
final class EventStreamFrame {

    private static final int PRELUDE = 12;
    private static final int CRC = 4;
    private static final byte STRING = 7;

    private static final byte[] INITIAL_RESPONSE = headers("event", "initial-response");
    private static final byte[] SUBSCRIBE_TO_SHARD_EVENT = headers("event", "SubscribeToShardEvent");

    private final byte[] headers;
    private final JsonBytes out;

    private EventStreamFrame(byte[] headers, int payloadEstimate) {
        this.headers = headers;
        this.out = new JsonBytes(PRELUDE + headers.length + payloadEstimate + CRC);
        out.skip(PRELUDE);
        out.raw(headers);
    }

    static Buffer initialResponse() {
        EventStreamFrame frame = new EventStreamFrame(INITIAL_RESPONSE, 2);
        frame.payload().ascii("{}");
        return frame.finish();
    }

    static EventStreamFrame event(int payloadEstimate) {
        return new EventStreamFrame(SUBSCRIBE_TO_SHARD_EVENT, payloadEstimate);
    }

    static Buffer exception(String errorType, String message) {
        EventStreamFrame frame = new EventStreamFrame(headers("exception", errorType), 64);
        frame.payload().ascii("{\"message\":").string(message).ascii("}");
        return frame.finish();
    }

    JsonBytes payload() {
        return out;
    }

    /** The bytes of the frame. Deprecated or not, this is Vert.x 4's one way to a buffer around an array without a copy. */
    @SuppressWarnings("deprecation")
    Buffer finish() {
        int length = out.length() + CRC;
        out.skip(CRC);
        byte[] bytes = out.array();
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        CRC32 crc = new CRC32();
        frame.putInt(0, length);
        frame.putInt(4, headers.length);
        crc.update(bytes, 0, 8);
        frame.putInt(8, (int) crc.getValue());
        crc.reset();
        crc.update(bytes, 0, length - CRC);
        frame.putInt(length - CRC, (int) crc.getValue());
        return Buffer.buffer(Unpooled.wrappedBuffer(bytes, 0, length));
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
