package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records from any number of threads and writes them, together where they come together. Each record's listener
 * hears exactly once what became of it. Thread-safe.
 */
public final class RecordPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(RecordPublisher.class);

    /** A stream that was not written to for so long is forgotten: each message may name another. */
    static final Duration IDLE = Duration.ofMinutes(1);

    private final Map<StreamTarget, StreamPublisher> publishers = new ConcurrentHashMap<>();
    private final SendBuffer buffer;
    private final CompletionQueue completions;
    private final Sender sender;
    private final RecordSizeLimit sizeLimit;
    private final WriteStatistics statistics = new WriteStatistics();
    private volatile boolean closed;

    /**
     * @param creator makes streams that are absent; null where that is not asked for
     * @param sizeLimit how large records may be
     * @param executor makes requests; refuses with RejectedExecutionException once shut down
     * @param completionExecutor tells listeners, which may block, and writes to the log, which may too: without a bound or a queue; refuses in the same way
     * @param timer for pauses, without a bound; nothing runs long in it; refuses in the same way
     */
    public RecordPublisher(
            PutRecordsCall call,
            StreamCreator creator,
            RecordSizeLimit sizeLimit,
            PublishSettings settings,
            RetryBackoff backoff,
            Executor executor,
            Executor completionExecutor,
            ScheduledExecutorService timer) {
        buffer = new SendBuffer(settings.sendBufferBytes(), settings.maxBlockTime(), timer);
        completions = new CompletionQueue(completionExecutor, timer);
        sender = new Sender(
                call,
                creator,
                settings,
                buffer,
                backoff,
                executor,
                timer,
                completions,
                statistics,
                new LogQueue(completionExecutor));
        this.sizeLimit = sizeLimit;
        timer.scheduleWithFixedDelay(
                () -> forgetIdle(System.nanoTime()), IDLE.toNanos(), IDLE.toNanos() / 2, TimeUnit.NANOSECONDS);
    }

    /**
     * Hands a record over. Blocks while the send buffer is full. When this throws, nothing was taken over and the
     * listener hears nothing.
     *
     * @throws RecordTooLargeException if data and key together are larger than the limit
     * @throws SendBufferFullException if the buffer stayed full
     * @throws InterruptedException if the thread was interrupted while it waited for room
     * @throws IllegalStateException if the publisher is closed
     */
    public void publish(RecordToSend record, RecordListener listener) throws InterruptedException {
        check(record);
        handOver(record, awaitRoom(record), null, listener);
    }

    /**
     * Holds a record against the limit, which may have to be asked for.
     *
     * @throws RecordTooLargeException if data and key together are larger
     */
    void check(RecordToSend record) throws InterruptedException {
        long size = record.size();
        long limit = sizeLimit.of(record.stream(), size);
        if (size > limit) {
            throw new RecordTooLargeException(record.data().length, record.keySize(), limit);
        }
    }

    /** Takes room for a record on this thread, which waits for it unless others wait for this thread to make room. */
    Room awaitRoom(RecordToSend record) throws InterruptedException {
        long size = record.size();
        if (completions.isWorker()) {
            buffer.overdraw(size);
            return new Room(size, buffer, null);
        }
        SendBuffer.Share share = share(record);
        buffer.acquire(size, share);
        return new Room(size, buffer, share);
    }

    /** Takes room for a record without waiting: completed if there is room, else later, on any thread. */
    CompletableFuture<Room> requestRoom(RecordToSend record) {
        long size = record.size();
        SendBuffer.Share share = share(record);
        return buffer.request(size, share).thenApply(given -> new Room(size, buffer, share));
    }

    /** While a record's shard is throttled, the records of that shard have a share of the buffer only; else null. */
    SendBuffer.Share share(RecordToSend record) {
        StreamPublisher publisher = publishers.get(record.stream());
        return publisher == null ? null : publisher.shareOf(record);
    }

    /**
     * Hands a record over for which there is room.
     *
     * @param room of the record
     * @param group the records it stands and falls with, or null
     * @throws IllegalStateException if the publisher is closed; the room is given back then
     */
    void handOver(RecordToSend record, Room room, RecordGroup group, RecordListener listener) {
        boolean taken = false;
        try {
            OutgoingRecord outgoing =
                    new OutgoingRecord(record, System.nanoTime(), room, group, listener, completions.isWorker());
            StreamPublisher publisher = publisher(record.stream());
            // In this order: a publisher made while this closes is either seen by close() or not offered anything.
            while (!closed && !taken) {
                taken = publisher.offer(outgoing);
                if (!taken) {
                    // It was idle for long and is forgotten in this moment; or this closes, which the next turn sees.
                    publishers.remove(record.stream(), publisher);
                    publisher = publisher(record.stream());
                }
            }
        } finally {
            if (!taken) {
                room.release();
            }
        }
        if (taken) {
            return;
        }
        throw new IllegalStateException("The producer is stopping: it takes no more records");
    }

    /** Runs something that may block among the listeners. */
    void execute(Runnable task) {
        completions.execute(task);
    }

    /** How many bytes of records may be held. */
    long sendBufferBytes() {
        return sender.settings().sendBufferBytes();
    }

    /** Whether the order of partition keys is kept. */
    boolean keepsKeyOrder() {
        return sender.keepsKeyOrder();
    }

    /**
     * Takes no more records, sends those it has, and gives up what is left when the time is over. After this every
     * record is settled; {@link #completeRest()} is for after the executors have ended.
     */
    public void close(Duration flushTime) {
        closed = true;
        buffer.close();
        // Once: one that flushes is taken out of the map by who is refused by it, and is to be given up all the same.
        List<StreamPublisher> all = List.copyOf(publishers.values());
        CompletableFuture<?>[] flushes =
                all.stream().map(StreamPublisher::flush).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(flushes).get(flushTime.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Not all records could be sent within {} ms; the rest is given up", flushTime.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            all.forEach(StreamPublisher::abandon);
        }
    }

    /** Tells on this thread the listeners that nobody has told when the executors were shut down. */
    public void completeRest() {
        completions.completeRest();
    }

    /** Forgets the streams that nothing was written to for {@link #IDLE}. */
    void forgetIdle(long nowNanos) {
        publishers.forEach((stream, publisher) -> {
            if (publisher.retire(nowNanos - IDLE.toNanos())) {
                publishers.remove(stream, publisher);
                sizeLimit.forget(stream);
            }
        });
    }

    /** How it stands now. Any thread; it waits for nobody. */
    public PublisherReport report() {
        long now = System.nanoTime();
        return new PublisherReport(
                buffer.used(),
                sendBufferBytes(),
                buffer.waiting(),
                buffer.fullFor(now),
                statistics.counts(),
                statistics.lastError(),
                publishers.values().stream()
                        .map(publisher -> publisher.report(now))
                        .sorted(Comparator.comparing(StreamReport::stream))
                        .toList());
    }

    /** Whether somebody waits for room. */
    boolean hasWaiting() {
        return buffer.hasWaiting();
    }

    /** How many streams it has something of. */
    int streams() {
        return publishers.size();
    }

    private StreamPublisher publisher(StreamTarget stream) {
        StreamPublisher publisher = publishers.get(stream);
        return publisher != null ? publisher : publishers.computeIfAbsent(stream, s -> new StreamPublisher(s, sender));
    }
}
