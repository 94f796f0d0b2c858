package io.github.camelconduit.kinesis.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

import static org.assertj.core.api.Assertions.assertThat;

class RegroupingTest {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Regrouping regrouping = new Regrouping();

    @Test
    void waitsForAsManyAsWereAnsweredAndNoLonger() {
        regrouping.answered(3, 2 * MILLI, 0);
        assertThat(regrouping.waits(1, MILLI)).isTrue();
        assertThat(regrouping.untilNanos()).isEqualTo(2 * MILLI);
        assertThat(regrouping.waits(3, MILLI)).isFalse();
        assertThat(regrouping.waits(1, MILLI)).as("once they were there").isFalse();
    }

    @Test
    void waitsAMomentOnly() {
        regrouping.answered(3, 2 * MILLI, 0);
        assertThat(regrouping.waits(1, 2 * MILLI)).isFalse();
        assertThat(Regrouping.shareOf(40 * MILLI)).isEqualTo(2 * MILLI);
        assertThat(Regrouping.shareOf(10_000 * MILLI)).isEqualTo(3 * MILLI);
    }

    @Test
    void doesNotWaitForTheNextOfOneSender() {
        regrouping.answered(1, 2 * MILLI, 0);
        assertThat(regrouping.waits(1, 0)).isFalse();
    }

    @Test
    @Timeout(30)
    void sendersThatWaitForTheirRecordsTravelTogetherFromAnswerToAnswer() throws Exception {
        ScheduledExecutorService server = Executors.newSingleThreadScheduledExecutor();
        AtomicInteger requests = new AtomicInteger();
        PutRecordsCall call = (stream, records) -> {
            requests.incrementAndGet();
            CompletableFuture<PutRecordsResponse> answer = new CompletableFuture<>();
            List<PutRecordsResultEntry> written = records.stream()
                    .map(record -> PutRecordsResultEntry.builder()
                            .shardId("shard")
                            .sequenceNumber("1")
                            .build())
                    .toList();
            server.schedule(
                    () -> answer.complete(
                            PutRecordsResponse.builder().records(written).build()),
                    60,
                    TimeUnit.MILLISECONDS);
            return answer;
        };
        int threads = 16;
        int records = 25;
        ExecutorService senders = Executors.newFixedThreadPool(threads);
        long start = System.nanoTime();
        try (Publishing publishing = new Publishing(call, options -> options)) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                all.add(senders.submit(() -> {
                    for (int i = 0; i < records; i++) {
                        publishing.send(thread + "-" + i, "x").sequenceNumber();
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(20, TimeUnit.SECONDS);
            }
        } finally {
            senders.shutdownNow();
            server.shutdownNow();
        }
        System.out.println(requests + " requests for " + threads * records + " records, "
                + (System.nanoTime() - start) / MILLI + " ms");
        assertThat(requests.get()).isLessThan(threads * records / 2);
    }
}
