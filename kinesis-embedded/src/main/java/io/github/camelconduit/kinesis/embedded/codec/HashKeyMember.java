package io.github.camelconduit.kinesis.embedded.codec;

import java.math.BigInteger;
import java.util.Optional;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.stream.HashRange;

/** A hash key in a request. */
public final class HashKeyMember {

    private HashKeyMember() {}

    /** @throws KinesisServiceException ValidationException, or InvalidArgumentException when it has more than 128 bits */
    public static Optional<BigInteger> optional(Request request, String member) {
        return Optional.ofNullable(request.text(member, TextShape.HASH_KEY)).map(text -> inRange(member, text));
    }

    /** @throws KinesisServiceException as {@link #optional} */
    public static BigInteger required(Request request, String member) {
        return inRange(member, request.requiredText(member, TextShape.HASH_KEY));
    }

    private static BigInteger inRange(String member, String text) {
        BigInteger key = new BigInteger(text);
        if (key.compareTo(HashRange.SIZE) >= 0) {
            throw KinesisServiceException.invalidArgument(
                    "Invalid %s. %s must be in the range: [0, 2^128-1]. Specified value was %s"
                            .formatted(member, member, text));
        }
        return key;
    }
}
