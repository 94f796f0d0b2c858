package io.github.camelconduit.kinesis;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The default name of the stream consumer: the same at every start, for AWS charges for each that is registered. */
final class StreamConsumerNames {

    /** AWS's rule for the name of a stream consumer: 1 to 128 of a-z, A-Z, 0-9, '_', '.' and '-'. */
    private static final int MAX_LENGTH = 128;

    private static final String NOT_ALLOWED = "[^a-zA-Z0-9_.-]";
    private static final int HASH_LENGTH = 8;

    private StreamConsumerNames() {}

    /**
     * The name for a route of an application. Where the two cannot be taken as they are, a part of their hash keeps the
     * name different from that of another route.
     */
    static String of(String applicationName, String routeId) {
        String wanted = applicationName + "-" + routeId;
        String allowed = wanted.replaceAll(NOT_ALLOWED, "_");
        if (allowed.equals(wanted) && wanted.length() <= MAX_LENGTH) {
            return wanted;
        }
        String hash = UUID.nameUUIDFromBytes(wanted.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, HASH_LENGTH);
        int room = MAX_LENGTH - HASH_LENGTH - 1;
        return allowed.substring(0, Math.min(room, allowed.length())) + "-" + hash;
    }
}
