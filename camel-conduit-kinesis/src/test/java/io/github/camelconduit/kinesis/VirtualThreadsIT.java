package io.github.camelconduit.kinesis;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A consumer on Camel's virtual threads, which are chosen when a JVM starts: so in one of its own. */
@Timeout(120)
class VirtualThreadsIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final int RECORDS = 200;

    /** Reads a stream of eight shards, two records at a time, and says how that went. */
    static final class Reader {

        private Reader() {}

        public static void main(String[] arguments) throws Exception {
            PrintStream out = System.out;
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            CountDownLatch gate = new CountDownLatch(1);
            Set<String> got = ConcurrentHashMap.newKeySet();
            Set<String> threadGroups = ConcurrentHashMap.newKeySet();
            try (EmbeddedKinesis kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).stream("orders", 8)
                            .start();
                    DefaultCamelContext camel = new DefaultCamelContext()) {
                for (int i = 0; i < RECORDS; i++) {
                    kinesis.put("orders", "key-" + i, ("record-" + i).getBytes(StandardCharsets.UTF_8));
                }
                camel.start();
                camel.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("conduit-kinesis:orders?region=us-east-1&accessKeyId=test&secretAccessKey=test"
                                        + "&concurrentConsumers=2&url=" + kinesis.endpoint())
                                .routeId("reader")
                                .process(exchange -> {
                                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                    gate.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
                                    threadGroups.add(Thread.currentThread()
                                            .getThreadGroup()
                                            .getName());
                                    got.add(exchange.getMessage().getBody(String.class));
                                    inside.decrementAndGet();
                                });
                    }
                });
                await().atMost(LIMIT).until(() -> inside.get() >= 2);
                await("all shards have records")
                        .during(Duration.ofMillis(500))
                        .atMost(LIMIT)
                        .until(() -> kinesis.openSubscriptions().size() == 8);
                gate.countDown();
                await().atMost(LIMIT).until(() -> got.size() == RECORDS);
                camel.getRouteController().stopRoute("reader");
                out.println("at once " + most);
                out.println("threads " + threadGroups);
                out.println("timers " + timers(camel));
            }
        }

        /** How many tasks of the timer run at once, of three that wait for each other. */
        private static long timers(DefaultCamelContext camel) throws InterruptedException {
            ConsumerThreads threads = ConsumerThreads.start(camel, camel, 1);
            CountDownLatch all = new CountDownLatch(3);
            for (int i = 0; i < 3; i++) {
                threads.control().execute(() -> {
                    all.countDown();
                    try {
                        all.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            all.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
            threads.endDelivery(Duration.ZERO);
            threads.end();
            return 3 - all.getCount();
        }
    }

    @Test
    @EnabledForJreRange(
            min = JRE.JAVA_21,
            disabledReason = "Camel has virtual threads from JDK 21 on; run the build with one to run this, too")
    void asManyRecordsAreInTheRouteAtOnceAsAskedForAndNoTimerWaitsForAnother() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dcamel.threads.virtual.enabled=true",
                        Reader.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said;
        try {
            said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(said.lines()).contains("at once 2", "threads [VirtualThreads]", "timers 3");
        assertThat(process.exitValue()).isZero();
    }
}
