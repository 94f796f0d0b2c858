package io.github.camelconduit.kinesis.publish;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration.OnLostAnswer;
import io.github.camelconduit.kinesis.ConduitKinesisConfiguration.SendOrder;

/**
 * What the publishers of all streams of a producer share.
 *
 * @param call how a request is made
 * @param creator makes streams that are absent; null where that is not asked for
 * @param settings the options
 * @param buffer room for records
 * @param backoff the pauses before further attempts
 * @param executor makes requests; nothing in it blocks but the fetching of credentials
 * @param timer wakes up for retries and after lingering
 * @param completions takes what is settled
 * @param statistics what was done
 * @param log takes what is to be logged
 */
record Sender(
        PutRecordsCall call,
        StreamCreator creator,
        PublishSettings settings,
        SendBuffer buffer,
        RetryBackoff backoff,
        Executor executor,
        ScheduledExecutorService timer,
        CompletionQueue completions,
        WriteStatistics statistics,
        LogQueue log) {

    private static final int NO_THREAD_MILLIS = 10;

    int maxInFlightRequests() {
        return settings.maxInFlightRequests();
    }

    long lingerNanos() {
        return settings.linger().toNanos();
    }

    long deliveryNanos() {
        return settings.deliveryTimeout().toNanos();
    }

    boolean keepsKeyOrder() {
        return settings.sendOrder() == SendOrder.partitionKey;
    }

    boolean resendsAfterLostAnswer() {
        return settings.onLostAnswer() == OnLostAnswer.resend;
    }

    /**
     * Runs something on the executor; on this thread when the executor has been shut down, so that no answer is lost, and
     * a moment later when there was no memory for a thread.
     */
    void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        } catch (OutOfMemoryError e) {
            executeLater(task);
        }
    }

    private void executeLater(Runnable task) {
        try {
            timer.schedule(() -> execute(task), NO_THREAD_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }
}
