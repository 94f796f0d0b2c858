package io.github.camelconduit.kinesis.position;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The bytes of a file of positions: a header, then records.
 *
 * <pre>
 * header   "CKPOS" and a line feed (6 bytes), version (2 bytes), id of the file (8 bytes, random)
 * record   length of the content (4 bytes), CRC32C (4 bytes), content
 * content  'B', three strings of the key, two instants, shards    the first record: all there was when the file was made
 *          'S', shards                                            every other one: what was saved then
 * shards   count (4 bytes), for each its id and its position as {@link PositionText} has it, as strings
 * string   length in bytes (4 bytes), UTF-8
 * instant  a string; empty when it is not known
 * </pre>
 *
 * <p>Numbers are big-endian. The checksum is over the file's id, the record's place in the file, its length and its
 * content. So a record is only valid where it was written: not one that was left on the disk by another file, nor one
 * that was moved.
 */
final class PositionFileFormat {

    static final int HEADER_LENGTH = 16;

    private static final byte[] MAGIC = {'C', 'K', 'P', 'O', 'S', '\n'};
    private static final short VERSION = 1;
    private static final int RECORD_HEADER_LENGTH = 8;
    private static final char BEGIN = 'B';
    private static final char SAVE = 'S';

    private PositionFileFormat() {}

    /** The beginning of a file: its header and its first record. */
    static byte[] beginning(long fileId, ReaderKey key, StreamPositions positions) {
        byte[] first = record(fileId, HEADER_LENGTH, out -> {
            out.writeByte(BEGIN);
            writeString(out, key.application());
            writeString(out, key.consumer());
            writeString(out, key.stream());
            writeInstant(out, positions.anchor());
            writeInstant(out, positions.streamCreated());
            writeShards(out, positions.shards());
        });
        return ByteBuffer.allocate(HEADER_LENGTH + first.length)
                .put(MAGIC)
                .putShort(VERSION)
                .putLong(fileId)
                .put(first)
                .array();
    }

    /** A record of what is saved at once, to be written at {@code offset} of the file. */
    static byte[] save(long fileId, long offset, Map<String, Position> shards) {
        return record(fileId, offset, out -> {
            out.writeByte(SAVE);
            writeShards(out, shards);
        });
    }

    /**
     * What a file says.
     *
     * @param length up to where it is whole; what follows is a write that was cut off
     */
    record Content(long fileId, ReaderKey key, StreamPositions positions, int length) {}

    /**
     * Reads a file. At its end one record may be missing a part or be garbled: it was being written when the process or
     * the machine ended, and nobody was told that it was saved. Everything before is whole, or the file is refused:
     * reading on with a part of the positions would look like reading on with all of them.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    static Content read(byte[] file) {
        long fileId = readHeader(file);
        int offset = HEADER_LENGTH;
        byte[] content = contentAt(fileId, file, offset);
        if (content == null) {
            throw new IllegalArgumentException("its first record is damaged");
        }
        Beginning beginning = readBeginning(content);
        offset += RECORD_HEADER_LENGTH + content.length;
        Map<String, Position> shards = new HashMap<>(beginning.positions().shards());
        while ((content = contentAt(fileId, file, offset)) != null) {
            readSave(content).forEach((shard, position) -> shards.merge(shard, position, Position::furthest));
            offset += RECORD_HEADER_LENGTH + content.length;
        }
        for (int behind = offset + 1; behind < file.length; behind++) {
            if (contentAt(fileId, file, behind) != null) {
                throw new IllegalArgumentException(
                        "the bytes from " + offset + " to " + behind + " are damaged, and what follows is not");
            }
        }
        StreamPositions positions = new StreamPositions(
                beginning.positions().anchor(), beginning.positions().streamCreated(), shards);
        return new Content(fileId, beginning.key(), positions, offset);
    }

    private static long readHeader(byte[] file) {
        if (file.length < HEADER_LENGTH || !ByteBuffer.wrap(MAGIC).equals(ByteBuffer.wrap(file, 0, MAGIC.length))) {
            throw new IllegalArgumentException("it does not begin as one");
        }
        ByteBuffer header = ByteBuffer.wrap(file, MAGIC.length, HEADER_LENGTH - MAGIC.length);
        short version = header.getShort();
        if (version != VERSION) {
            throw new IllegalArgumentException("its format is version " + version + "; known: " + VERSION);
        }
        return header.getLong();
    }

    /** The content of the record that begins at {@code offset}; null when no valid one does. */
    private static byte[] contentAt(long fileId, byte[] file, int offset) {
        if (file.length - offset <= RECORD_HEADER_LENGTH) {
            return null;
        }
        ByteBuffer record = ByteBuffer.wrap(file, offset, file.length - offset);
        int length = record.getInt();
        int checksum = record.getInt();
        if (length <= 0 || length > record.remaining()) {
            return null;
        }
        byte[] content = new byte[length];
        record.get(content);
        return checksum == checksum(fileId, offset, content) ? content : null;
    }

    private static int checksum(long fileId, long offset, byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(20)
                .putLong(fileId)
                .putLong(offset)
                .putInt(content.length)
                .flip());
        checksum.update(content);
        return (int) checksum.getValue();
    }

    private record Beginning(ReaderKey key, StreamPositions positions) {}

    private static Beginning readBeginning(byte[] content) {
        return readContent(content, BEGIN, in -> {
            ReaderKey key = new ReaderKey(readString(in), readString(in), readString(in));
            return new Beginning(key, new StreamPositions(readInstant(in), readInstant(in), readShards(in)));
        });
    }

    private static Map<String, Position> readSave(byte[] content) {
        return readContent(content, SAVE, PositionFileFormat::readShards);
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    private static byte[] record(long fileId, long offset, Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] content = bytes.toByteArray();
        return ByteBuffer.allocate(RECORD_HEADER_LENGTH + content.length)
                .putInt(content.length)
                .putInt(checksum(fileId, offset, content))
                .put(content)
                .array();
    }

    /** What cannot be read although its checksum is right was written by something else than this class. */
    private static <T> T readContent(byte[] content, char kind, Reading<T> reading) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
            if (in.readUnsignedByte() != kind) {
                throw new IllegalArgumentException("a record is of another kind than " + kind);
            }
            return reading.from(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("a record ends too early", e);
        }
    }

    private static void writeShards(DataOutputStream out, Map<String, Position> shards) throws IOException {
        out.writeInt(shards.size());
        for (Map.Entry<String, Position> shard : shards.entrySet()) {
            writeString(out, shard.getKey());
            writeString(out, PositionText.format(shard.getValue()));
        }
    }

    private static Map<String, Position> readShards(DataInputStream in) throws IOException {
        Map<String, Position> shards = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            shards.put(readString(in), PositionText.parse(readString(in)));
        }
        return shards;
    }

    private static void writeInstant(DataOutputStream out, Instant instant) throws IOException {
        writeString(out, instant == null ? "" : instant.toString());
    }

    private static Instant readInstant(DataInputStream in) throws IOException {
        String text = readString(in);
        return text.isEmpty() ? null : Instant.parse(text);
    }

    private static void writeString(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readString(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
