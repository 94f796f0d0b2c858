package io.github.camelconduit.kinesis.publish;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** Makes the requests to one stream. Thread-safe. */
final class Requests {

    private final StreamTarget stream;
    private final PutRecordsCall call;
    private final Answered answered;
    private final Set<CompletableFuture<?>> unanswered = ConcurrentHashMap.newKeySet();
    private final Set<List<OutgoingRecord>> notSent =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    private volatile boolean closed;

    /**
     * Hears of each request that was made, once, on the thread that brings the answer, which must not be held up; but not
     * of those that are ended as this is closed.
     */
    interface Answered {
        void answered(List<OutgoingRecord> request, PutAnswer answer);
    }

    Requests(StreamTarget stream, PutRecordsCall call, Answered answered) {
        this.stream = stream;
        this.call = call;
        this.answered = answered;
    }

    /** Makes a request, unless it is closed. */
    void send(List<OutgoingRecord> request) {
        if (closed) {
            notSent.add(request);
            return;
        }
        try {
            CompletableFuture<PutRecordsResponse> sent = call(request);
            unanswered.add(sent);
            if (closed) {
                sent.cancel(true);
            }
            sent.whenComplete((response, failure) -> {
                unanswered.remove(sent);
                if (closed && failure instanceof RequestNotSentException) {
                    notSent.add(request);
                    return;
                }
                if (closed && failure instanceof CancellationException) {
                    return;
                }
                answered.answered(request, answer(request.size(), response, failure));
            });
        } catch (RuntimeException | Error e) {
            // As for a lack of memory: nobody else would hear of the answer.
            answered.answered(request, PutAnswer.unreadable(e));
        }
    }

    /** What is thrown while an answer is looked at would be lost in the future that brings it. */
    private static PutAnswer answer(int asked, PutRecordsResponse response, Throwable failure) {
        try {
            return PutAnswer.of(asked, response, failure);
        } catch (RuntimeException | Error e) {
            return PutAnswer.unreadable(e);
        }
    }

    private CompletableFuture<PutRecordsResponse> call(List<OutgoingRecord> request) {
        try {
            List<PutRecordsRequestEntry> entries = new ArrayList<>(request.size());
            request.forEach(record -> entries.add(record.entry()));
            return call.put(stream, entries);
        } catch (RuntimeException e) {
            // The SDK checks some things before it returns a future.
            return CompletableFuture.failedFuture(new RequestNotSentException(e));
        } catch (Error e) {
            // From anywhere in the SDK, where it has perhaps begun to send.
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Makes no more requests, and ends those under way: a client cannot be closed well with them.
     *
     * @return those of which is known that the service has not got them
     */
    Collection<List<OutgoingRecord>> close() {
        closed = true;
        unanswered.forEach(request -> request.cancel(true));
        return notSent;
    }
}
