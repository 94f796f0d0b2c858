package io.github.camelconduit.kinesis.publish;

import java.time.Duration;
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
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

import io.github.camelconduit.kinesis.partition.PartitionKeys;

/**
 * Takes records from any number of threads and writes them, together where they come together. Each record's listener
 * hears exactly once what became of it. Thread-safe.
 */
public final class RecordPublisher {

    /** The most a record may have by default, data and partition key together (quotas of Kinesis): 1 MiB. */
    public static final int MAX_RECORD_BYTES = 1_048_576;

    private static final Logger LOG = LoggerFactory.getLogger(RecordPublisher.class);

    private final Map<StreamTarget, StreamPublisher> publishers = new ConcurrentHashMap<>();
    private final SendBuffer buffer;
    private final CompletionQueue completions;
    private final Sender sender;
    private volatile boolean closed;

    /**
     * @param creator makes streams that are absent; null where that is not asked for
     * @param executor makes requests and works off answers; refuses with RejectedExecutionException once shut down
     * @param completionExecutor tells listeners, which may block; refuses in the same way
     * @param completionThreads how many listeners may be told at a time
     * @param timer for pauses; nothing runs long in it
     */
    public RecordPublisher(
            PutRecordsCall call,
            StreamCreator creator,
            PublishSettings settings,
            RetryBackoff backoff,
            Executor executor,
            Executor completionExecutor,
            int completionThreads,
            ScheduledExecutorService timer) {
        buffer = new SendBuffer((int) settings.sendBufferBytes(), settings.maxBlockTime());
        completions = new CompletionQueue(buffer, completionExecutor, completionThreads);
        sender = new Sender(call, creator, settings, backoff, executor, timer, completions);
    }

    /**
     * Hands a record over. Blocks while the send buffer is full. When this throws, nothing was taken over and the
     * listener hears nothing.
     *
     * @param key the partition key, as it can be sent
     * @param data not to be changed until the listener has heard
     * @throws RecordTooLargeException if data and key together are over {@value #MAX_RECORD_BYTES} bytes
     * @throws SendBufferFullException if the buffer stayed full
     * @throws InterruptedException if the thread was interrupted while it waited for room
     * @throws IllegalStateException if the publisher is closed
     */
    public void publish(StreamTarget stream, String key, byte[] data, RecordListener listener)
            throws InterruptedException {
        int keySize = PartitionKeys.utf8Length(key);
        if ((long) data.length + keySize > MAX_RECORD_BYTES) {
            throw new RecordTooLargeException(data.length, keySize, MAX_RECORD_BYTES);
        }
        int size = data.length + keySize;
        if (completions.isWorker()) {
            buffer.overdraw(size);
        } else {
            buffer.acquire(size);
        }
        PutRecordsRequestEntry entry = PutRecordsRequestEntry.builder()
                .partitionKey(key)
                .data(SdkBytes.fromByteArrayUnsafe(data))
                .build();
        OutgoingRecord record = new OutgoingRecord(entry, size, System.nanoTime(), listener);
        // In this order: a publisher made while this closes is either seen by close() or not offered anything.
        StreamPublisher publisher = publisher(stream);
        if (closed || !publisher.offer(record)) {
            buffer.release(size);
            throw new IllegalStateException("The producer is stopping: it takes no more records");
        }
    }

    /**
     * Takes no more records, sends those it has, and gives up what is left when the time is over. After this every
     * record is settled; {@link #completeRest()} is for after the executors have ended.
     */
    public void close(Duration flushTime) {
        closed = true;
        CompletableFuture<?>[] flushes =
                publishers.values().stream().map(StreamPublisher::flush).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(flushes).get(flushTime.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Not all records could be sent within {} ms; the rest is given up", flushTime.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            publishers.values().forEach(StreamPublisher::abandon);
        }
    }

    /** Tells on this thread the listeners that nobody has told when the executors were shut down. */
    public void completeRest() {
        completions.completeRest();
    }

    private StreamPublisher publisher(StreamTarget stream) {
        StreamPublisher publisher = publishers.get(stream);
        return publisher != null ? publisher : publishers.computeIfAbsent(stream, s -> new StreamPublisher(s, sender));
    }
}
