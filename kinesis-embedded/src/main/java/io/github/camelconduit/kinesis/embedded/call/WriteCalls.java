package io.github.camelconduit.kinesis.embedded.call;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.PutResult;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.codec.Answer;
import io.github.camelconduit.kinesis.embedded.codec.AnswerWriter;
import io.github.camelconduit.kinesis.embedded.codec.HashKeyMember;
import io.github.camelconduit.kinesis.embedded.codec.Request;
import io.github.camelconduit.kinesis.embedded.codec.TextShape;
import io.github.camelconduit.kinesis.embedded.fault.CallTarget;
import io.github.camelconduit.kinesis.embedded.fault.Faults;
import io.github.camelconduit.kinesis.embedded.log.CallEntry;
import io.github.camelconduit.kinesis.embedded.stream.HashRange;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;
import io.github.camelconduit.kinesis.embedded.stream.RecordLimits;
import io.github.camelconduit.kinesis.embedded.stream.Shard;

/** PutRecord, PutRecords. */
final class WriteCalls {

    private final StreamLookup lookup;
    private final Faults faults;
    private final Rules rules;
    private final RecordLimits limits;

    WriteCalls(KinesisAccount account, Faults faults, Rules rules) {
        this.lookup = new StreamLookup(account);
        this.faults = faults;
        this.rules = rules;
        this.limits = new RecordLimits(rules);
    }

    Map<String, Operation> operations() {
        return Map.of("PutRecord", this::putRecord, "PutRecords", this::putRecords);
    }

    private Answer putRecord(Request request, CallEntry entry) {
        KinesisStream stream = lookup.inUse(request);
        Entry toPut = entry(stream, request);
        checkOrdering(stream, toPut, request.text("SequenceNumberForOrdering", TextShape.SEQUENCE_NUMBER));
        Outcome outcome = store(stream, toPut, entry);
        if (outcome.error() != null) {
            throw outcome.error();
        }
        return to -> write(to, outcome).text("EncryptionType", "NONE");
    }

    /**
     * The new record's number has to be above that of the one before, says AWS's reference: that is so when the same shard
     * gave it out, or one that the shard came of.
     */
    private static void checkOrdering(KinesisStream stream, Entry toPut, String after) {
        if (after != null && !stream.precedes(after, toPut.hashKey())) {
            throw KinesisServiceException.invalidArgument(
                    "ExclusiveMinimumSequenceNumber %s used in PutRecord on stream %s under account %s is invalid because it did not come from the shard that the record goes to."
                            .formatted(after, stream.name(), KinesisAccount.ID));
        }
    }

    private Answer putRecords(Request request, CallEntry entry) {
        KinesisStream stream = lookup.inUse(request);
        List<Entry> entries = entries(stream, request.requiredStructures("Records"));
        List<Outcome> outcomes = new ArrayList<>(entries.size());
        for (Entry toPut : entries) {
            outcomes.add(store(stream, toPut, entry));
        }
        long failed = outcomes.stream().filter(o -> o.error() != null).count();
        return to -> to.number("FailedRecordCount", failed)
                .structures("Records", outcomes, WriteCalls::write)
                .text("EncryptionType", "NONE");
    }

    /** All records of a request, checked: one that breaks a limit fails the request before anything is stored. */
    private List<Entry> entries(KinesisStream stream, List<Request> requests) {
        if (requests.isEmpty()) {
            throw KinesisServiceException.validation(
                    "records", "[]", "Member must have length greater than or equal to 1");
        }
        if (requests.size() > rules.maxRequestRecords()) {
            throw KinesisServiceException.validation(
                    "records", null, "Member must have length less than or equal to " + rules.maxRequestRecords());
        }
        List<Entry> entries = new ArrayList<>(requests.size());
        long bytes = 0;
        for (Request record : requests) {
            Entry next = entry(stream, record);
            entries.add(next);
            bytes += next.size();
        }
        if (bytes > rules.maxRequestBytes()) {
            throw KinesisServiceException.invalidArgument(
                    "Records size exceeds the limit of %d bytes, was %d".formatted(rules.maxRequestBytes(), bytes));
        }
        return entries;
    }

    private Entry entry(KinesisStream stream, Request request) {
        byte[] data = request.requiredBlob("Data");
        String partitionKey = request.requiredText("PartitionKey");
        long size = limits.check(stream.settings().maxRecordBytes(), request.member(""), partitionKey, data);
        BigInteger hashKey =
                HashKeyMember.optional(request, "ExplicitHashKey").orElseGet(() -> HashRange.hash(partitionKey));
        return new Entry(partitionKey, hashKey, data, size);
    }

    private Outcome store(KinesisStream stream, Entry toPut, CallEntry entry) {
        Shard shard = stream.openShardFor(toPut.hashKey());
        Optional<KinesisServiceException> failure =
                faults.recordFailure(new CallTarget(entry.operation(), stream.name(), shard.id()));
        if (failure.isPresent()) {
            return new Outcome(null, failure.get());
        }
        if (!shard.throughput().admitWrite(toPut.size())) {
            return new Outcome(null, ShardAnswers.rateExceeded(stream, shard));
        }
        PutResult stored = stream.put(toPut.partitionKey(), toPut.hashKey(), toPut.data());
        entry.stored(1);
        return new Outcome(stored, null);
    }

    private static AnswerWriter write(AnswerWriter to, Outcome outcome) {
        return outcome.error() == null
                ? to.text("ShardId", outcome.stored().shardId())
                        .text("SequenceNumber", outcome.stored().sequenceNumber())
                : to.text("ErrorCode", outcome.error().type())
                        .text("ErrorMessage", outcome.error().getMessage());
    }

    private record Entry(String partitionKey, BigInteger hashKey, byte[] data, long size) {}

    /** Where a record went, or why it did not. */
    private record Outcome(PutResult stored, KinesisServiceException error) {}
}
