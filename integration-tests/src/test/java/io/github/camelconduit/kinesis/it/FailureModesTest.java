package io.github.camelconduit.kinesis.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How consumers and producers of Kinesis fail in the field, as their issue trackers tell. Each has a test that makes it
 * happen, tagged {@code failure-mode-N} with its number in this list; {@code -Dgroups=failure-mode-9} runs those of one.
 */
class FailureModesTest {

    private static final List<String> MODES = List.of(
            // Subscribing and renewing
            "renewing at the tip loses what arrives in between",
            "renewing at the last record's number, not after it, doubles it",
            "an empty shard's continuation number is ignored",
            "the first subscription at the tip fails, and what arrives until the next is lost",
            "the first subscription fails, and nobody tries again",
            "a connection is half open: no event, no error",
            "two error paths race: two subscriptions for a shard, or none",
            "quick reconnects are refused as in use; tight loops",
            "somebody else takes a subscription over",
            "a dead connection is used again; GOAWAY, RST_STREAM, TCP reset in mid frame",
            "a read timeout under backpressure counts as a failure",
            "many shards are throttled at the start",
            "the registration never becomes ACTIVE, is being deleted, or is deleted from outside",
            "a stream consumer is deregistered that others still use",
            "a server ends each subscription after one event",
            // Records on their way
            "blocking on a network thread",
            "an exception out of a callback is swallowed",
            "completion or an error throws away what is still queued",
            "renewal starts after what was queued instead of what was taken over",
            "a slow route leaves a subscription open without demand",
            "megabytes of heap for each subscription",
            "a poison record",
            "a position is saved before the route is done with the record",
            "stalled shards starve healthy ones on their connection",
            // Shards that come and go
            "an error follows the end of a shard",
            "an empty shard ends while it is being set up",
            "a false end from a malformed answer",
            "children start before all their parents are finished",
            "a restart in the middle of a reshard",
            "a parent is no longer listed",
            "more than one page of shards; a token that expired",
            "a position older than retention, or of another stream of the same name",
            // Writing
            "part of a request fails",
            "a record that is tried again lands behind a later one of its key",
            "throttled for minutes",
            "more than a request holds",
            "the answer of a request is lost",
            "stopping with records buffered",
            "records too large, keys too long, bodies that are none");

    private static final Pattern TAG = Pattern.compile("@Tag\\(\"failure-mode-(\\d+)\"\\)");

    @Test
    void eachHasATest() throws IOException {
        Set<Integer> tagged = new TreeSet<>();
        for (Path module : List.of(Path.of("../camel-conduit-kinesis"), Path.of("."))) {
            for (Path source : sources(module.resolve("src/test/java"))) {
                Matcher matcher = TAG.matcher(Files.readString(source));
                while (matcher.find()) {
                    tagged.add(Integer.valueOf(matcher.group(1)));
                }
            }
        }

        assertThat(tagged)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, MODES.size()).boxed().toList());
    }

    private static List<Path> sources(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
