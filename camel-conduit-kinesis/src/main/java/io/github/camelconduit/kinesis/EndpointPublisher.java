package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import io.github.camelconduit.kinesis.client.KinesisClients;
import io.github.camelconduit.kinesis.observe.ProducerStatus;
import io.github.camelconduit.kinesis.partition.TemplateWatch;
import io.github.camelconduit.kinesis.publish.PublishSettings;
import io.github.camelconduit.kinesis.publish.RecordPublisher;
import io.github.camelconduit.kinesis.publish.RecordSizeLimit;
import io.github.camelconduit.kinesis.publish.RetryBackoff;
import io.github.camelconduit.kinesis.publish.SdkPutRecordsCall;
import io.github.camelconduit.kinesis.publish.StreamCreator;
import io.github.camelconduit.kinesis.publish.StreamSizeLimit;

/**
 * The one publisher of an endpoint. Camel makes a producer for every {@code to} and every template; the order of keys,
 * the requests in flight and the send buffer are the endpoint's, and so all of its producers share this. It is there from
 * the first one's start to the last one's stop, or the endpoint's. Thread-safe.
 */
final class EndpointPublisher {

    private static final Duration CREATION_POLL = Duration.ofSeconds(1);

    /** Making a request takes a core for a moment; more threads than that bring nothing. */
    private static final int MAX_SENDING_THREADS = 2;

    /** What completions that are under way have at least before they are interrupted. */
    private static final Duration LEAST_COMPLETION_TIME = Duration.ofSeconds(1);

    private final ConduitKinesisEndpoint endpoint;

    private final ReentrantLock lifecycle = new ReentrantLock();
    // The rest is written under the lock.
    private final Set<ConduitKinesisProducer> users = Collections.newSetFromMap(new IdentityHashMap<>());
    private volatile Running running;

    /** A publisher and what it runs on. */
    private record Running(
            RecordPublisher publisher,
            ProducerObservation observation,
            ExecutorService sending,
            ExecutorService completing,
            ScheduledExecutorService timer,
            TemplateWatch templates) {}

    EndpointPublisher(ConduitKinesisEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * The publisher, for a producer that starts. Waits while the one before it is being stopped.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    RecordPublisher acquire(ConduitKinesisProducer user) throws InterruptedException {
        lifecycle.lockInterruptibly();
        try {
            if (running == null) {
                running = start();
            }
            users.add(user);
            return running.publisher;
        } finally {
            lifecycle.unlock();
        }
    }

    /** A producer stops. With the last one the publisher does, after it has written what it has. */
    void release(ConduitKinesisProducer user) {
        lifecycle.lock();
        try {
            if (users.remove(user) && users.isEmpty()) {
                stop();
            }
        } finally {
            lifecycle.unlock();
        }
    }

    /** The endpoint stops, whoever still uses the publisher: templates are stopped only after the endpoints. */
    void close() {
        lifecycle.lock();
        try {
            users.clear();
            stop();
        } finally {
            lifecycle.unlock();
        }
    }

    /** What watches over templates; null while there is no publisher. */
    TemplateWatch templates() {
        Running now = running;
        return now == null ? null : now.templates;
    }

    /** How it stands; null while there is no publisher. */
    ProducerStatus status() {
        Running now = running;
        return now == null ? null : now.observation.status();
    }

    private Running start() {
        PublishSettings settings = PublishSettings.of(endpoint.getConfiguration());
        ExecutorService sending = executors().newThreadPool(this, "ConduitKinesisSend", sendingProfile(settings));
        // As many as there is work for, which the publisher bounds itself.
        ExecutorService completing = executors().newCachedThreadPool(this, "ConduitKinesisSent");
        ScheduledExecutorService timer =
                executors().newScheduledThreadPool(this, "ConduitKinesisSendTimer", timerProfile());
        try {
            return start(settings, sending, completing, timer);
        } catch (RuntimeException | Error e) {
            // Nobody else knows of them.
            List.of(sending, completing, timer).forEach(executors()::shutdownNow);
            throw e;
        }
    }

    private Running start(
            PublishSettings settings,
            ExecutorService sending,
            ExecutorService completing,
            ScheduledExecutorService timer) {
        ConduitKinesisConfiguration configuration = endpoint.getConfiguration();
        KinesisClients clients = endpoint.getClients();
        KinesisAsyncClient client = clients.calls();
        RecordPublisher publisher = new RecordPublisher(
                new SdkPutRecordsCall(clients.writes(), settings.requestTimeout(), timer),
                configuration.isAutoCreateStream()
                        ? new StreamCreator(
                                client,
                                configuration.getAutoCreateStreamShards(),
                                timer,
                                sending,
                                CREATION_POLL,
                                settings.deliveryTimeout())
                        : null,
                settings.maxRecordSize().isPresent()
                        ? RecordSizeLimit.fixed(settings.maxRecordSize().getAsInt())
                        : new StreamSizeLimit(client, settings.maxBlockTime()),
                settings,
                RetryBackoff.DEFAULT,
                sending,
                completing,
                timer);
        return new Running(
                publisher,
                new ProducerObservation(endpoint, publisher, settings),
                sending,
                completing,
                timer,
                new TemplateWatch(timer));
    }

    /** Writes what was handed over, within the shutdown timeout; what is left then fails. */
    private void stop() {
        Running stopping = running;
        if (stopping == null) {
            return;
        }
        long start = System.nanoTime();
        Duration time = Duration.ZERO;
        try {
            stopping.observation.close();
            time = endpoint.getComponent().flushTime();
            stopping.publisher.close(time);
        } finally {
            // Whatever went wrong: the threads end, and a later start must not find what was closed.
            try {
                end(stopping, time.toNanos() - (System.nanoTime() - start));
            } finally {
                running = null;
            }
        }
    }

    private void end(Running stopping, long leftNanos) {
        stopping.templates.close();
        executors()
                .shutdownGraceful(
                        stopping.completing,
                        Math.min(
                                executors().getShutdownAwaitTermination(),
                                Math.max(LEAST_COMPLETION_TIME.toMillis(), TimeUnit.NANOSECONDS.toMillis(leftNanos))));
        executors().shutdownNow(stopping.sending);
        executors().shutdownNow(stopping.timer);
        stopping.publisher.completeRest();
    }

    /**
     * The queue has no bound of its own because the send buffer bounds what can be in it. Refused tasks must be seen as
     * such: Camel's default, to run them on the caller, drops them silently once the pool is shut down.
     */
    private static ThreadPoolProfile sendingProfile(PublishSettings settings) {
        int threads = Math.min(settings.maxInFlightRequests(), MAX_SENDING_THREADS);
        ThreadPoolProfile profile = new ThreadPoolProfile("ConduitKinesisSend");
        profile.setPoolSize(threads);
        profile.setMaxPoolSize(threads);
        profile.setMaxQueueSize(Integer.MAX_VALUE);
        profile.setAllowCoreThreadTimeOut(true);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return profile;
    }

    /** Camel's default takes 1,000 tasks, fewer than there can be streams with something to try again. */
    private static ThreadPoolProfile timerProfile() {
        ThreadPoolProfile profile = new ThreadPoolProfile("ConduitKinesisSendTimer");
        profile.setPoolSize(1);
        profile.setMaxPoolSize(1);
        profile.setMaxQueueSize(Integer.MAX_VALUE);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return profile;
    }

    private ExecutorServiceManager executors() {
        return endpoint.getCamelContext().getExecutorServiceManager();
    }
}
