package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.apache.camel.util.concurrent.ThreadType;

/** The threads of one consumer, from its start to its stop. */
final class ConsumerThreads {

    /** Enough that one keeps time while others wait for the service and for the store of positions. */
    private static final int CONTROL_THREADS = 4;

    private final ExecutorServiceManager manager;
    private final ScheduledExecutorService control;
    private final ExecutorService delivery;
    private final ExecutorService store;
    private final ExecutorService failures;

    private ConsumerThreads(
            ExecutorServiceManager manager,
            ScheduledExecutorService control,
            ExecutorService delivery,
            ExecutorService store,
            ExecutorService failures) {
        this.manager = manager;
        this.control = control;
        this.delivery = delivery;
        this.store = store;
        this.failures = failures;
    }

    /** @param deliveryThreads how many records may be in the route at once, each a thread's */
    static ConsumerThreads start(Object owner, CamelContext context, int deliveryThreads) {
        ExecutorServiceManager manager = context.getExecutorServiceManager();
        return new ConsumerThreads(
                manager,
                control(manager, owner),
                pool(manager, owner, "ConduitKinesisConsumer", deliveryThreads),
                pool(manager, owner, "ConduitKinesisPositions", 1),
                pool(manager, owner, "ConduitKinesisFailures", 1));
    }

    /**
     * With virtual threads Camel makes a timer of a single worker, whatever it is asked for, and one listing that hangs
     * would hold up every renewal: then it is of the JDK's own making, with Camel's names.
     */
    private static ScheduledExecutorService control(ExecutorServiceManager manager, Object owner) {
        String id = "ConduitKinesisControl";
        if (ThreadType.current() == ThreadType.VIRTUAL) {
            return new ScheduledThreadPoolExecutor(CONTROL_THREADS, factory(manager, id));
        }
        // Not by the number of threads: Camel's default profile takes a thousand tasks, and more shards have more.
        return manager.newScheduledThreadPool(owner, id, profile(id, CONTROL_THREADS));
    }

    /**
     * With virtual threads Camel makes one for each task, however few it is asked for: as many records would be in the
     * route at once as there are shards.
     */
    private static ExecutorService pool(ExecutorServiceManager manager, Object owner, String id, int size) {
        if (ThreadType.current() == ThreadType.VIRTUAL) {
            return new ThreadPoolExecutor(
                    size, size, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory(manager, id));
        }
        return manager.newThreadPool(owner, id, profile(id, size));
    }

    private static ThreadFactory factory(ExecutorServiceManager manager, String id) {
        return new CamelThreadFactory(manager.getThreadNamePattern(), id, true);
    }

    /**
     * Without a bound on what waits, which for the delivery is each shard at most once, and without running anything on
     * the thread that hands it over, which may be the network's. What comes after the stop is refused, not dropped.
     */
    private static ThreadPoolProfile profile(String id, int size) {
        ThreadPoolProfile profile = new ThreadPoolProfile(id);
        profile.setPoolSize(size);
        profile.setMaxPoolSize(size);
        profile.setMaxQueueSize(Integer.MAX_VALUE);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return profile;
    }

    /** For what is timed, and what calls the service. */
    ScheduledExecutorService control() {
        return control;
    }

    /** On which the route runs. */
    ExecutorService delivery() {
        return delivery;
    }

    /** On which the store of positions is called. */
    ExecutorService store() {
        return store;
    }

    /** On which the exception handler is called. No thread is made as long as it has nothing to be told. */
    ExecutorService failures() {
        return failures;
    }

    /** Waits so long for what the route has to end, interrupts it, and waits as long again. */
    void endDelivery(Duration patience) {
        manager.shutdownGraceful(delivery, Math.max(1, patience.toMillis()));
    }

    /** Ends the others at once. */
    void end() {
        manager.shutdownNow(control);
        manager.shutdownNow(store);
        manager.shutdownNow(failures);
    }
}
