package io.github.camelconduit.kinesis.embedded.call;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;

/**
 * An opaque text given to a client and taken back: a NextToken or a shard iterator. It knows its kind, when it was given
 * out, and which stream it is for, down to its creation, so that it does not survive a stream that was made again.
 *
 * @param stream the stream's name
 * @param parts  what the kind needs; no part contains a line break
 */
record Token(Kind kind, long issuedMillis, String stream, long streamCreatedMillis, List<String> parts) {

    /** What it is for. */
    enum Kind {
        STREAMS,
        SHARDS,
        CONSUMERS,
        ITERATOR
    }

    static Token of(Kind kind, KinesisStream stream, String... parts) {
        return new Token(
                kind,
                System.currentTimeMillis(),
                stream.name(),
                stream.createdAt().toEpochMilli(),
                List.of(parts));
    }

    /** A token of the account, for no stream. */
    static Token ofAccount(Kind kind, String... parts) {
        return new Token(kind, System.currentTimeMillis(), "", 0, List.of(parts));
    }

    /**
     * The token in a NextToken.
     *
     * @throws KinesisServiceException InvalidArgumentException, ExpiredNextTokenException
     */
    static Token nextToken(Kind kind, int partCount, String text, Duration lifetime) {
        Token token = decode(kind, partCount, text)
                .orElseThrow(() -> KinesisServiceException.invalidArgument("NextToken is invalid."));
        if (token.expired(lifetime)) {
            throw new KinesisServiceException("ExpiredNextTokenException", 400, "NextToken has expired.");
        }
        return token;
    }

    String encode() {
        String text = String.join(
                "\n",
                kind.name(),
                String.valueOf(issuedMillis),
                stream,
                String.valueOf(streamCreatedMillis),
                String.join("\n", parts));
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The token in a text; empty when it is none of this kind with this many parts. */
    static Optional<Token> decode(Kind kind, int partCount, String text) {
        try {
            String[] fields = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8).split("\n", -1);
            if (fields.length != 4 + partCount || !fields[0].equals(kind.name())) {
                return Optional.empty();
            }
            List<String> parts = List.copyOf(Arrays.asList(fields).subList(4, fields.length));
            return Optional.of(new Token(kind, Long.parseLong(fields[1]), fields[2], Long.parseLong(fields[3]), parts));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean expired(Duration lifetime) {
        return System.currentTimeMillis() - issuedMillis > lifetime.toMillis();
    }

    boolean isFor(KinesisStream candidate) {
        return candidate.name().equals(stream) && candidate.createdAt().toEpochMilli() == streamCreatedMillis;
    }
}
