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
 * @param group for the SDK's HTTP clients, which do not close it
 */
public record EventLoops(SdkEventLoopGroup group) implements AutoCloseable {

    /** How long nothing must happen before the threads end: connections that were just closed have some work left. */
    private static final long QUIET_SECONDS = 1;

    private static final long SHUTDOWN_SECONDS = 5;

    /** Named after the context's pattern for threads. */
    public static EventLoops start(CamelContext context) {
        String pattern = context.getExecutorServiceManager().getThreadNamePattern();
        return new EventLoops(SdkEventLoopGroup.builder()
                .threadFactory(new CamelThreadFactory(pattern, "ConduitKinesisEventLoop", true))
                .build());
    }

    /** Lets the threads end on their own, without waiting for them; what is still running gets a few seconds. */
    @Override
    public void close() {
        group.eventLoopGroup().shutdownGracefully(QUIET_SECONDS, SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    }
}
