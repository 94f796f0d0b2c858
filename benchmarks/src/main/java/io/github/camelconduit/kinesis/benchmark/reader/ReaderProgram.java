package io.github.camelconduit.kinesis.benchmark.reader;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

import com.sun.management.OperatingSystemMXBean;

import io.github.camelconduit.kinesis.benchmark.reader.Reader.Source;

/**
 * One reader as a program of its own. It takes commands from its standard input, a line each, and answers each with a
 * line: numbers, separated by blanks.
 *
 * <ul>
 *   <li>{@code start}: starts to read; nanoseconds from then to the first record
 *   <li>{@code close}, {@code open}: whether it is its turn; 0
 *   <li>{@code sample}: records so far, {@link System#nanoTime}, CPU time of the process in nanoseconds, threads
 *   <li>{@code times}: how long records took to come since the last time that was asked, in microseconds: their number,
 *       then the least, the median, the 99th percentile and the most
 *   <li>{@code heap}: bytes of the heap in use after a full collection
 *   <li>{@code shards}: of how many shards a record has come
 * </ul>
 */
public final class ReaderProgram {

    /** Before every answer: a profiler may have something to say as well. */
    public static final String ANSWER = "answer: ";

    private static final long FIRST_RECORD_SECONDS = 300;

    /** What they warn of is that others had the processor, or that the leases are not there yet. Kept: they are weakly held. */
    private static final List<Logger> LOGGERS = List.of(
            quiet("", Level.WARNING),
            quiet("software.amazon.awssdk.http.nio.netty", Level.SEVERE),
            quiet("software.amazon.kinesis.coordinator", Level.SEVERE),
            quiet("software.amazon.kinesis.leases", Level.SEVERE));

    private final OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final Meter meter;
    private final ShardMeter shardMeter = new ShardMeter();
    private final Reader reader;

    private ReaderProgram(String kind, Source source, boolean timed) {
        this.meter = new Meter(timed);
        this.reader = reader(kind, source);
    }

    /** Arguments: a {@link ReaderKind}'s name, Kinesis's URL, the stream, DynamoDB's URL, an application's name, true when the records are timed, and a detail. */
    public static void main(String[] args) throws Exception {
        Source source = new Source(URI.create(args[1]), args[2], URI.create(args[3]), args[4], args[6]);
        ReaderProgram program = new ReaderProgram(args[0], source, Boolean.parseBoolean(args[5]));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            System.out.println(ANSWER
                    + Arrays.stream(program.answer(command))
                            .mapToObj(Long::toString)
                            .collect(Collectors.joining(" ")));
        }
        // Whoever measures has gone. What is open ends with the process.
        System.exit(0);
    }

    private static Logger quiet(String name, Level level) {
        Logger logger = Logger.getLogger(name);
        logger.setLevel(level);
        return logger;
    }

    private Reader reader(String kind, Source source) {
        return switch (ReaderKind.valueOf(kind)) {
            case BARE -> new BareReader(source, meter);
            case CONDUIT -> RouteReader.conduit(source, RouteReader.counting(meter), source.detail());
            case POLLING -> RouteReader.polling(source, RouteReader.counting(meter));
            case TUNED_POLLING -> RouteReader.tunedPolling(source, RouteReader.counting(meter));
            case ASYNC_POLLING -> RouteReader.asyncPolling(source, RouteReader.counting(meter));
            case KCL -> new KclReader(source, meter);
            case STALLING -> stalling(source, false);
            case BLOCKING -> stalling(source, true);
            case SHARDS -> RouteReader.conduit(source, shardMeter.counting(meter), source.detail());
        };
    }

    /** The detail: shards that stall, separated by commas, then a blank, then options of the endpoint. */
    private Reader stalling(Source source, boolean blocking) {
        int blank = source.detail().indexOf(' ');
        Set<String> stalled = Set.of(source.detail().substring(0, blank).split(","));
        return RouteReader.conduit(
                source,
                new StallingProcessor(meter, stalled, blocking),
                source.detail().substring(blank + 1));
    }

    private long[] answer(String command) throws Exception {
        return switch (command) {
            case "start" -> new long[] {start()};
            case "close" -> {
                meter.close();
                yield new long[] {0};
            }
            case "open" -> {
                meter.open();
                yield new long[] {0};
            }
            case "sample" ->
                new long[] {
                    meter.records(),
                    System.nanoTime(),
                    process.getProcessCpuTime(),
                    ManagementFactory.getThreadMXBean().getThreadCount()
                };
            case "times" -> times(meter.takeMicros());
            case "heap" -> new long[] {heap()};
            case "shards" -> new long[] {shardMeter.shards()};
            default -> throw new IOException("Unknown command " + command);
        };
    }

    private long start() throws Exception {
        long start = System.nanoTime();
        reader.start();
        long first = meter.awaitFirst(FIRST_RECORD_SECONDS);
        if (first == 0) {
            throw new IllegalStateException("No record came in " + FIRST_RECORD_SECONDS + " s.");
        }
        return first - start;
    }

    private static long[] times(long[] ascending) {
        int count = ascending.length;
        return count == 0
                ? new long[] {0, 0, 0, 0, 0}
                : new long[] {
                    count, ascending[0], ascending[count / 2], ascending[(int) (count * 0.99)], ascending[count - 1]
                };
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
