package io.github.camelconduit.kinesis.embedded.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.RulesBuilder;

/** The rules of the command line: a profile, and single rules that win over it wherever they stand. Not thread-safe. */
final class RuleOptions {

    private static final Map<String, BiFunction<RulesBuilder, String, RulesBuilder>> SETTERS = setters();

    private final List<String> single = new ArrayList<>();
    private Rules profile = Rules.aws();

    /** The rules that can be set one by one: all but the calls a second of each operation. */
    static List<String> names() {
        return List.copyOf(SETTERS.keySet());
    }

    void profile(String name) {
        profile = switch (name) {
            case "aws" -> Rules.aws();
            case "fast" -> Rules.fast();
            default -> throw new IllegalArgumentException("--rules must be aws or fast, was " + name);
        };
    }

    /** Takes {@code NAME=VALUE}. */
    void single(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 0 || !SETTERS.containsKey(assignment.substring(0, equals))) {
            throw new IllegalArgumentException("--rule must be NAME=VALUE, the name one of %s, was %s"
                    .formatted(String.join(", ", names()), assignment));
        }
        single.add(assignment);
    }

    /** @throws IllegalArgumentException naming the rule, the value seen and what is allowed */
    Rules rules() {
        RulesBuilder builder = profile.toBuilder();
        for (String assignment : single) {
            int equals = assignment.indexOf('=');
            SETTERS.get(assignment.substring(0, equals)).apply(builder, assignment);
        }
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--rule: " + e.getMessage(), e);
        }
    }

    private static Map<String, BiFunction<RulesBuilder, String, RulesBuilder>> setters() {
        Map<String, BiFunction<RulesBuilder, Duration, RulesBuilder>> times = Map.ofEntries(
                Map.entry("subscriptionLifetime", RulesBuilder::subscriptionLifetime),
                Map.entry("idleEventInterval", RulesBuilder::idleEventInterval),
                Map.entry("resubscribeInterval", RulesBuilder::resubscribeInterval),
                Map.entry("pushDelay", RulesBuilder::pushDelay),
                Map.entry("consumerCreationTime", RulesBuilder::consumerCreationTime),
                Map.entry("consumerDeletionTime", RulesBuilder::consumerDeletionTime),
                Map.entry("streamCreationTime", RulesBuilder::streamCreationTime),
                Map.entry("streamUpdateTime", RulesBuilder::streamUpdateTime),
                Map.entry("streamDeletionTime", RulesBuilder::streamDeletionTime),
                Map.entry("nextTokenLifetime", RulesBuilder::nextTokenLifetime),
                Map.entry("shardIteratorLifetime", RulesBuilder::shardIteratorLifetime),
                Map.entry("retentionPeriod", RulesBuilder::retentionPeriod));
        Map<String, BiFunction<RulesBuilder, Integer, RulesBuilder>> numbers = Map.ofEntries(
                Map.entry("subscribeCallsPerSecond", RulesBuilder::subscribeCallsPerSecond),
                Map.entry("pushBytesPerSecond", RulesBuilder::pushBytesPerSecond),
                Map.entry("maxEventRecords", RulesBuilder::maxEventRecords),
                Map.entry("maxEventBytes", RulesBuilder::maxEventBytes),
                Map.entry("maxRecordBytes", RulesBuilder::maxRecordBytes),
                Map.entry("maxPartitionKeyLength", RulesBuilder::maxPartitionKeyLength),
                Map.entry("maxRequestRecords", RulesBuilder::maxRequestRecords),
                Map.entry("maxRequestBytes", RulesBuilder::maxRequestBytes),
                Map.entry("shardWriteRecordsPerSecond", RulesBuilder::shardWriteRecordsPerSecond),
                Map.entry("shardWriteBytesPerSecond", RulesBuilder::shardWriteBytesPerSecond),
                Map.entry("consumersPerStream", RulesBuilder::consumersPerStream),
                Map.entry("consumersCreating", RulesBuilder::consumersCreating),
                Map.entry("streamsCreating", RulesBuilder::streamsCreating),
                Map.entry("maxShards", RulesBuilder::maxShards),
                Map.entry("onDemandStreams", RulesBuilder::onDemandStreams),
                Map.entry("onDemandShards", RulesBuilder::onDemandShards),
                Map.entry("maxUpdateShardCount", RulesBuilder::maxUpdateShardCount),
                Map.entry("shardCountUpdatesPerDay", RulesBuilder::shardCountUpdatesPerDay),
                Map.entry("streamModeUpdatesPerDay", RulesBuilder::streamModeUpdatesPerDay),
                Map.entry("tagsPerResource", RulesBuilder::tagsPerResource),
                Map.entry("pageSize", RulesBuilder::pageSize),
                Map.entry("listShardsPageSize", RulesBuilder::listShardsPageSize),
                Map.entry("shardIteratorsPerSecond", RulesBuilder::shardIteratorsPerSecond),
                Map.entry("getRecordsPerSecond", RulesBuilder::getRecordsPerSecond),
                Map.entry("shardReadBytesPerSecond", RulesBuilder::shardReadBytesPerSecond),
                Map.entry("getRecordsLimit", RulesBuilder::getRecordsLimit),
                Map.entry("getRecordsBytes", RulesBuilder::getRecordsBytes),
                Map.entry("maxStreamsPerConnection", RulesBuilder::maxStreamsPerConnection));
        Map<String, BiFunction<RulesBuilder, Boolean, RulesBuilder>> flags = Map.of(
                "takeoverCompletes", RulesBuilder::takeoverCompletes,
                "refuseTrimmedPositions", RulesBuilder::refuseTrimmedPositions);
        Map<String, BiFunction<RulesBuilder, String, RulesBuilder>> all = new TreeMap<>();
        times.forEach((name, set) ->
                all.put(name, (builder, assignment) -> set.apply(builder, Values.duration("--rule", assignment))));
        numbers.forEach((name, set) ->
                all.put(name, (builder, assignment) -> set.apply(builder, Values.number("--rule", assignment))));
        flags.forEach((name, set) ->
                all.put(name, (builder, assignment) -> set.apply(builder, Values.flag("--rule", assignment))));
        return all;
    }
}
