package io.github.camelconduit.kinesis.embedded.subscribe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;

import io.github.camelconduit.kinesis.embedded.fault.CallTarget;
import io.github.camelconduit.kinesis.embedded.fault.PushedEvent;

/** A frame that is ready to be sent, taken apart and put together again for faults. Made only when there are any. */
record FramedEvent(CallTarget subscription, Buffer buffer, boolean endsShard) implements PushedEvent {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int PRELUDE = 12;
    private static final int CRC = 4;

    @Override
    public byte[] frame() {
        return buffer.getBytes();
    }

    @Override
    public ObjectNode payload() {
        int start = PRELUDE + buffer.getInt(4);
        try {
            return (ObjectNode) MAPPER.readTree(buffer.getBytes(start, buffer.length() - CRC));
        } catch (IOException e) {
            throw new UncheckedIOException("The server's own event is JSON", e);
        }
    }

    @Override
    public byte[] withPayload(byte[] payload) {
        int headers = buffer.getInt(4);
        int length = PRELUDE + headers + payload.length + CRC;
        byte[] bytes = Arrays.copyOf(buffer.getBytes(0, PRELUDE + headers), length);
        System.arraycopy(payload, 0, bytes, PRELUDE + headers, payload.length);
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        frame.putInt(0, length);
        frame.putInt(8, crc(bytes, 8));
        frame.putInt(length - CRC, crc(bytes, length - CRC));
        return bytes;
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    @Override
    public byte[] exception(String errorType, String message) {
        return EventStreamFrame.exception(errorType, message).getBytes();
    }
}
