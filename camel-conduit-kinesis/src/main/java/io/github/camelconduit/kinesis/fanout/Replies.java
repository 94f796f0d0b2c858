package io.github.camelconduit.kinesis.fanout;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import software.amazon.awssdk.core.exception.SdkException;

import io.github.camelconduit.kinesis.client.CredentialErrors;

/** Waits for the answers of plain calls, on threads that may wait. */
final class Replies {

    /** Above the client's own limit on a call with its retries: that one is to speak first. */
    static final Duration LIMIT = Duration.ofSeconds(90);

    private Replies() {}

    /**
     * Waits for an answer.
     *
     * @param action the IAM action that the call needs
     * @throws MissingPermissionException when it is not allowed
     * @throws SdkException what else the call failed with, as {@link CredentialErrors} has it
     * @throws InterruptedException when the waiting thread is to stop; the call is cancelled
     */
    static <T> T await(CompletableFuture<T> call, String action) throws InterruptedException {
        return await(call, action, LIMIT);
    }

    static <T> T await(CompletableFuture<T> call, String action, Duration limit) throws InterruptedException {
        try {
            return call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = CredentialErrors.withoutText(e.getCause());
            if (SubscriptionFailure.of(cause) == SubscriptionFailure.ACCESS_DENIED) {
                throw new MissingPermissionException(action, cause);
            }
            if (cause instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(cause);
        } catch (TimeoutException e) {
            call.cancel(true);
            throw new IllegalStateException("No answer within " + limit.toSeconds() + " seconds.", e);
        } catch (InterruptedException e) {
            call.cancel(true);
            throw e;
        }
    }
}
