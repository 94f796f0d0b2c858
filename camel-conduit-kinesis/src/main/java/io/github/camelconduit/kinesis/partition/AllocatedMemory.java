package io.github.camelconduit.kinesis.partition;

import java.lang.management.ManagementFactory;
import java.util.function.ToLongFunction;

import com.sun.management.ThreadMXBean;

/**
 * How much memory threads have allocated, in bytes, where the JVM counts it. OpenJDK does but for virtual threads, if the
 * module {@code jdk.management} is there.
 */
final class AllocatedMemory {

    static final long NOT_COUNTED = -1;

    private AllocatedMemory() {}

    /** What tells it of a thread; always {@link #NOT_COUNTED} where it is not counted. */
    static ToLongFunction<Thread> ofThreads() {
        try {
            return OpenJdk.counter();
        } catch (LinkageError e) {
            return thread -> NOT_COUNTED;
        }
    }

    /** Apart, as it cannot be loaded without the module. */
    private static final class OpenJdk {

        static ToLongFunction<Thread> counter() {
            if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
                    && threads.isThreadAllocatedMemorySupported()
                    && threads.isThreadAllocatedMemoryEnabled()) {
                return thread -> threads.getThreadAllocatedBytes(thread.getId());
            }
            return thread -> NOT_COUNTED;
        }
    }
}
