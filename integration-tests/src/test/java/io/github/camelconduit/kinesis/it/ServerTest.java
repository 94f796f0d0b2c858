package io.github.camelconduit.kinesis.it;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.opentest4j.TestAbortedException;

/** One server for all tests of a class, a stream and a Camel context for each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerTest {

    static final int SHARDS = 4;

    /** In the names of the streams, so that a server that went on from another run holds none of them. */
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    private final AtomicInteger streams = new AtomicInteger();
    private ServerUnderTest server;
    private TestAbortedException skipped;
    private TestBed bed;

    /** Starts the server; aborts where the machine lacks what it needs. */
    abstract ServerUnderTest startServer() throws Exception;

    @BeforeAll
    void server() throws Exception {
        try {
            server = startServer();
        } catch (TestAbortedException e) {
            // Said of each test, so that they are counted as skipped.
            skipped = e;
        }
    }

    @BeforeEach
    void bedOnAFreshStream() {
        if (skipped != null) {
            throw skipped;
        }
        bed = new TestBed(server, "orders-" + run + "-" + streams.incrementAndGet(), SHARDS);
    }

    @AfterEach
    void closeBed() {
        if (bed != null) {
            bed.close();
        }
    }

    @AfterAll
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    /** The current test's. */
    public TestBed bed() {
        return bed;
    }
}
