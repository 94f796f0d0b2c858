package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** Requests wait here until the test answers them, in whatever order and way. */
final class PlayedPutRecords implements PutRecordsCall {

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final AtomicInteger sequence = new AtomicInteger();

    /** A request that the test has not answered yet. */
    final class Request {

        private final StreamTarget stream;
        private final List<PutRecordsRequestEntry> entries;
        private final CompletableFuture<PutRecordsResponse> answer = new CompletableFuture<>();

        Request(StreamTarget stream, List<PutRecordsRequestEntry> entries) {
            this.stream = stream;
            this.entries = List.copyOf(entries);
        }

        StreamTarget stream() {
            return stream;
        }

        List<String> keys() {
            return entries.stream().map(PutRecordsRequestEntry::partitionKey).toList();
        }

        List<String> bodies() {
            return entries.stream().map(entry -> entry.data().asUtf8String()).toList();
        }

        int size() {
            return entries.size();
        }

        void writeAll() {
            answer(new String[size()]);
        }

        /** Answers each record with its error code, null for written. */
        void answer(String... codes) {
            List<PutRecordsResultEntry> results = new ArrayList<>();
            for (String code : codes) {
                PutRecordsResultEntry.Builder result = PutRecordsResultEntry.builder();
                if (code == null) {
                    result.shardId("shard-0").sequenceNumber(String.valueOf(sequence.incrementAndGet()));
                } else {
                    result.errorCode(code).errorMessage("because of " + code);
                }
                results.add(result.build());
            }
            answer.complete(PutRecordsResponse.builder().records(results).build());
        }

        void answer(PutRecordsResponse response) {
            answer.complete(response);
        }

        boolean isCancelled() {
            return answer.isCancelled();
        }

        void fail(Throwable failure) {
            answer.completeExceptionally(failure);
        }
    }

    @Override
    public CompletableFuture<PutRecordsResponse> put(StreamTarget stream, List<PutRecordsRequestEntry> records) {
        Request request = new Request(stream, records);
        requests.add(request);
        return request.answer;
    }

    /** The next request, waited for. */
    Request next() throws InterruptedException {
        Request request = requests.poll(20, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("No request came");
        }
        return request;
    }

    /** The next request if one comes within this time, else null. */
    Request nextWithin(Duration time) throws InterruptedException {
        return requests.poll(time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
