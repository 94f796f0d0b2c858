package io.github.camelconduit.kinesis.embedded.codec;

import java.util.Arrays;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;

/** Members whose value is one of a few names. */
public final class EnumMember {

    private EnumMember() {}

    /**
     * The constant that a member names.
     *
     * @throws KinesisServiceException ValidationException when it is absent, or that lists the names
     */
    public static <E extends Enum<E>> E of(Class<E> type, Request request, String member) {
        String value = request.requiredText(member);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(value)) {
                return constant;
            }
        }
        throw KinesisServiceException.validation(
                request.member(member),
                value,
                "Member must satisfy enum value set: " + Arrays.toString(type.getEnumConstants()));
    }
}
