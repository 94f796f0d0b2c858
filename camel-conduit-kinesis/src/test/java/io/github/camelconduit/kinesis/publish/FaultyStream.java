package io.github.camelconduit.kinesis.publish;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * A stream of four shards that answers late and in any order. About a seventh of the records that reach it have a fault
 * of their own, and about a seventh of the requests; every {@value #REFUSED_EVERY}th record of a sender is refused the
 * first time, so that whatever is drawn some are.
 */
final class FaultyStream implements PutRecordsCall, AutoCloseable {

    private static final BigInteger WIDTH = BigInteger.ONE.shiftLeft(128).divide(BigInteger.valueOf(4));

    private static final int REFUSED_EVERY = 100;

    private final ScheduledExecutorService server = Executors.newScheduledThreadPool(2);
    private final Random random;
    private final int slowestMicros;
    private final Map<String, List<Long>> byKey = new HashMap<>();
    private final Map<Long, Integer> lostAnswers = new HashMap<>();
    private final Map<Long, Integer> copies = new HashMap<>();
    private final Set<Long> refused = ConcurrentHashMap.newKeySet();
    private final Set<String> inFlight = new HashSet<>();
    private final AtomicInteger faults = new AtomicInteger();
    private final int together;
    private Runnable firstAnswer;
    private boolean throttlesAll;
    private boolean sameKeyInFlight;
    private int requestsInFlight;
    private int requestsInFlightTogether;
    private int sequence;

    /**
     * @param slowest how long an answer takes at most
     * @param together the first request is answered only when so many have come, 1 or 2
     */
    FaultyStream(long seed, Duration slowest, int together) {
        this.together = together;
        random = new Random(seed);
        slowestMicros = (int) TimeUnit.NANOSECONDS.toMicros(slowest.toNanos());
    }

    /** Whether some record was refused for good. */
    boolean hasRefused(long id) {
        return refused.contains(id);
    }

    int faults() {
        return faults.get();
    }

    /** From now on every record is throttled, or none more than others. */
    synchronized void throttleAll(boolean all) {
        throttlesAll = all;
    }

    synchronized boolean sameKeyInFlight() {
        return sameKeyInFlight;
    }

    /** How many requests were unanswered at the same time. */
    synchronized int requestsInFlightTogether() {
        return requestsInFlightTogether;
    }

    /** The shard that the MD5 of a key says. */
    static String shardOf(String partitionKey) {
        try {
            byte[] hash = MessageDigest.getInstance("MD5").digest(partitionKey.getBytes(StandardCharsets.UTF_8));
            return "shardId-00000000000" + new BigInteger(1, hash).divide(WIDTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The ids under each key, in the order of writing; without the copies that lost answers made. */
    synchronized Map<String, List<Long>> idsByKey() {
        Map<String, List<Long>> ids = new HashMap<>();
        byKey.forEach((key, all) -> ids.put(key, all.stream().distinct().toList()));
        return ids;
    }

    synchronized int copiesOf(long id) {
        return copies.getOrDefault(id, 0);
    }

    synchronized int lostAnswersOf(long id) {
        return lostAnswers.getOrDefault(id, 0);
    }

    synchronized int written() {
        return copies.size();
    }

    @Override
    public synchronized CompletableFuture<PutRecordsResponse> put(
            StreamTarget stream, List<PutRecordsRequestEntry> records) {
        for (PutRecordsRequestEntry record : records) {
            sameKeyInFlight |= !inFlight.add(record.partitionKey());
        }
        requestsInFlightTogether = Math.max(requestsInFlightTogether, ++requestsInFlight);
        CompletableFuture<PutRecordsResponse> answer = new CompletableFuture<>();
        List<PutRecordsRequestEntry> taken = List.copyOf(records);
        int micros = random.nextInt(slowestMicros);
        Runnable serve = () -> server.schedule(() -> serve(taken, answer), micros, TimeUnit.MICROSECONDS);
        if (firstAnswer == null) {
            firstAnswer = serve;
        } else {
            serve.run();
        }
        if (requestsInFlightTogether >= together) {
            firstAnswer.run();
            firstAnswer = () -> {};
        }
        return answer;
    }

    private void serve(List<PutRecordsRequestEntry> records, CompletableFuture<PutRecordsResponse> answer) {
        Runnable complete;
        synchronized (this) {
            complete = decide(records, answer);
            records.forEach(record -> inFlight.remove(record.partitionKey()));
            requestsInFlight--;
        }
        complete.run();
    }

    private Runnable decide(List<PutRecordsRequestEntry> records, CompletableFuture<PutRecordsResponse> answer) {
        int fate = random.nextInt(20);
        if (fate == 0) {
            faults.addAndGet(records.size());
            return () -> answer.completeExceptionally(KmsThrottlingException.builder()
                    .message("slow down")
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("KMSThrottlingException")
                            .build())
                    .statusCode(400)
                    .build());
        }
        boolean lost = fate <= 2;
        boolean written = fate != 1;
        List<PutRecordsResultEntry> results = new ArrayList<>();
        for (PutRecordsRequestEntry record : records) {
            results.add(written ? write(record) : null);
            if (lost) {
                faults.incrementAndGet();
                lostAnswers.merge(idOf(record), 1, Integer::sum);
            }
        }
        if (lost) {
            return () -> answer.completeExceptionally(SdkClientException.create("lost", new IOException("reset")));
        }
        return () ->
                answer.complete(PutRecordsResponse.builder().records(results).build());
    }

    private PutRecordsResultEntry write(PutRecordsRequestEntry record) {
        long id = idOf(record);
        int fate = random.nextInt(100);
        if (fate < 13 || throttlesAll) {
            faults.incrementAndGet();
            return fate < 7 || throttlesAll
                    ? error(
                            "ProvisionedThroughputExceededException",
                            "Rate exceeded for shard " + shardOf(record.partitionKey())
                                    + " in stream orders under account 111111111111.")
                    : error("InternalFailure", "Internal service failure.");
        }
        if (fate == 13 || (int) id % REFUSED_EVERY == 0 && !refused.contains(id)) {
            faults.incrementAndGet();
            refused.add(id);
            return error("KMSDisabledException", "disabled");
        }
        byKey.computeIfAbsent(record.partitionKey(), key -> new ArrayList<>()).add(id);
        copies.merge(id, 1, Integer::sum);
        return PutRecordsResultEntry.builder()
                .shardId(shardOf(record.partitionKey()))
                .sequenceNumber(String.valueOf(sequence++))
                .build();
    }

    private static PutRecordsResultEntry error(String code, String message) {
        return PutRecordsResultEntry.builder()
                .errorCode(code)
                .errorMessage(message)
                .build();
    }

    private static long idOf(PutRecordsRequestEntry record) {
        return record.data().asByteBuffer().getLong();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
