package io.github.camelconduit.kinesis.embedded.codec;

import java.util.Arrays;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;

/** Members whose value is one of a few names. */
public final class EnumMember {

    private EnumMember() {}

    /** @throws KinesisServiceException ValidationException that lists the names */
    public static <E extends Enum<E>> E of(Class<E> type, String member, String value) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(value)) {
                return constant;
            }
        }
        throw KinesisServiceException.validation(
                member, value, "Member must satisfy enum value set: " + Arrays.toString(type.getEnumConstants()));
    }
}
