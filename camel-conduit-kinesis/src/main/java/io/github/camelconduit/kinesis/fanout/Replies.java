package io.github.camelconduit.kinesis.fanout;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import software.amazon.awssdk.core.exception.SdkException;

/** Waits for the answers of plain calls, on threads that may wait. */
final class Replies {

    /** Above the client's own limit on a call with its retries, in seconds: that one is to speak first. */
    private static final long LIMIT = 90;

    private Replies() {}

    /**
     * Waits for an answer.
     *
     * @throws SdkException what the call failed with
     * @throws InterruptedException when the waiting thread is to stop; the call is cancelled
     */
    static <T> T await(CompletableFuture<T> call) throws InterruptedException {
        try {
            return call.get(LIMIT, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            call.cancel(true);
            throw new IllegalStateException("No answer within " + LIMIT + " seconds.", e);
        } catch (InterruptedException e) {
            call.cancel(true);
            throw e;
        }
    }
}
