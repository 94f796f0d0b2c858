package io.github.camelconduit.kinesis.client;

import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;

/**
 * The network threads of a component, shared by the clients of all its endpoints so that they do not grow with
 * endpoints: the SDK's default number, started as connections need them. Without a group of our own the SDK shares one
 * for the whole JVM and waits two seconds when its last client is closed, which would hold up every stop.
 *
 * <p>Writes have threads of their own: they make a connection whenever more requests are under way than before, and Netty
 * looks up the host's name on the thread of the new connection, which can take seconds where DNS fails.
 *
 * @param group for subscriptions and plain calls; the SDK's HTTP clients do not close it
 * @param writes for writes; the same
 */
public record EventLoops(SdkEventLoopGroup group, SdkEventLoopGroup writes) implements AutoCloseable {

    /** How long nothing must happen before the threads end: connections that were just closed have some work left. */
    private static final long QUIET_SECONDS = 1;

    private static final long SHUTDOWN_SECONDS = 5;

    /** Named after the context's pattern for threads. */
    public static EventLoops start(CamelContext context) {
        String pattern = context.getExecutorServiceManager().getThreadNamePattern();
        return new EventLoops(
                group(pattern, "ConduitKinesisEventLoop"), group(pattern, "ConduitKinesisWriteEventLoop"));
    }

    private static SdkEventLoopGroup group(String pattern, String name) {
        return SdkEventLoopGroup.builder()
                .threadFactory(new CamelThreadFactory(pattern, name, true))
                .build();
    }

    /** Lets the threads end on their own, without waiting for them; what is still running gets a few seconds. */
    @Override
    public void close() {
        group.eventLoopGroup().shutdownGracefully(QUIET_SECONDS, SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        writes.eventLoopGroup().shutdownGracefully(QUIET_SECONDS, SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    }
}
