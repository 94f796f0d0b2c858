package io.github.camelconduit.kinesis;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import org.apache.camel.Route;

/** The default name of the stream consumer: the same at every start, for AWS charges for each that is registered. */
final class StreamConsumerNames {

    /** AWS's rule for the name of a stream consumer: 1 to 128 of a-z, A-Z, 0-9, '_', '.' and '-'. */
    private static final int MAX_LENGTH = 128;

    private static final String NOT_ALLOWED = "[^a-zA-Z0-9_.-]";
    private static final int HASH_LENGTH = 8;

    private StreamConsumerNames() {}

    /**
     * What tells the readers of an application apart: the ids of their routes. The routes that Camel makes of Kamelets it
     * numbers as they come, so that another Kamelet in front, or a reload, would make another reader. Those without an id
     * of their own are told apart by their Kamelet and stream.
     */
    static String reader(Route route, String streamName) {
        String id = route.getRouteId();
        String number = "-" + route.getNodePrefixId();
        if (!route.isCreatedByKamelet() || !id.endsWith(number) || route.getSourceLocation() == null) {
            return id;
        }
        String kamelet = id.substring(0, id.length() - number.length());
        boolean numbered = route.getSourceLocation().contains("/" + kamelet + ".kamelet.");
        return numbered ? kamelet + "-" + streamName : id;
    }

    /**
     * The name for a reader of an application. Where the two cannot be taken as they are, a part of their hash keeps the
     * name different from that of another reader.
     */
    static String of(String applicationName, String reader) {
        String wanted = applicationName + "-" + reader;
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
