package io.github.camelconduit.kinesis.examples.quickstart;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The arguments of the quickstart.
 *
 * @param url the server to run against; null for the embedded one, or for AWS where {@code region} is given
 * @param region the region of the stream; null for the embedded server
 * @param stream the stream's name
 * @param events how many events are written at least
 * @param snapshotEvents how many of them before the consumer starts
 * @param rate events a second after that
 * @param reshard whether a shard is split on the way
 * @param lifetime after how long the embedded server ends a subscription
 * @param limit how long a step may take
 * @param data the file with the events
 */
record QuickstartOptions(
        String url,
        String region,
        String stream,
        long events,
        long snapshotEvents,
        int rate,
        boolean reshard,
        Duration lifetime,
        Duration limit,
        String data,
        boolean help) {

    static final String USAGE = """
            Usage: quickstart [options]
            Without options: an embedded server with a stream of 4 shards, and a split on the way.
              --url URL        run against this server instead; it needs --stream to exist
              --region REGION  the region of the stream (with --url default us-east-1; alone: run against AWS)
              --stream NAME    the stream (default earthquakes)
              --events N       how many events to write at least (default 50000)
              --rate N         events a second after the snapshot (default 1500)
              --reshard        split a shard on the way (the embedded server always does)
              --lifetime SECONDS  after how long the embedded server ends a subscription (default 5)
              --limit SECONDS  how long a step may take (default 180)
              --data FILE      the events, a JSON object a line (default examples/routes/data/earthquakes.jsonl)
            Against another server or AWS the credentials come from the AWS SDK's default chain: environment,
            profile, container. Events are judged by the ids of this run; whatever else is in the stream is read and
            left out of the count. The stream consumer that reads is registered for the run and removed after it, also when the
            run is interrupted.""";

    private static final Set<String> WITH_VALUE =
            Set.of("--url", "--region", "--stream", "--events", "--rate", "--lifetime", "--limit", "--data");
    private static final Set<String> FLAGS = Set.of("--reshard", "--help");

    boolean isEmbedded() {
        return url == null && region == null;
    }

    /** @throws IllegalArgumentException that says what is wrong and what is allowed */
    static QuickstartOptions parse(String[] args) {
        Map<String, String> given = new TreeMap<>();
        for (int i = 0; i < args.length; i++) {
            if (FLAGS.contains(args[i])) {
                given.put(args[i], "true");
            } else if (!WITH_VALUE.contains(args[i])) {
                throw new IllegalArgumentException("Unknown option " + args[i] + ".\n" + USAGE);
            } else if (i + 1 == args.length) {
                throw new IllegalArgumentException("Option " + args[i] + " needs a value.\n" + USAGE);
            } else {
                given.put(args[i], args[++i]);
            }
        }
        String url = given.get("--url");
        String region = given.getOrDefault("--region", url == null ? null : "us-east-1");
        long events = number(given, "--events", 50_000, 100, 2_000_000);
        boolean embedded = url == null && region == null;
        return new QuickstartOptions(
                url,
                region,
                given.getOrDefault("--stream", "earthquakes"),
                events,
                events * 2 / 5,
                (int) number(given, "--rate", 1_500, 1, 100_000),
                embedded || given.containsKey("--reshard"),
                Duration.ofSeconds(number(given, "--lifetime", 5, 1, 300)),
                Duration.ofSeconds(number(given, "--limit", 180, 1, 86_400)),
                given.getOrDefault("--data", "examples/routes/data/earthquakes.jsonl"),
                given.containsKey("--help"));
    }

    private static long number(Map<String, String> given, String option, long otherwise, long least, long most) {
        String text = given.get(option);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "Option " + option + "=" + text + " is not a number from " + least + " to " + most + ".");
    }
}
