package io.github.camelconduit.kinesis.publish;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelconduit.kinesis.ConduitKinesisConstants;

/**
 * How far the sending of a body with many records has come. It stays on the exchange until all are written, so that when
 * Camel delivers the exchange again only what is not written is sent. What was streamed and failed is kept for that, and
 * is bounded: beyond a bound nothing more is taken from the body.
 *
 * <p>Elements are taken by one thread at a time; outcomes come from any thread.
 */
final class BodyProgress {

    private static final Logger LOG = LoggerFactory.getLogger(BodyProgress.class);

    private static final String PROPERTY = "CamelConduitKinesisBodyProgress";

    /** How many failed elements of a streamed body are kept. */
    static final int MAX_FAILED = 100;

    /**
     * One element of the body.
     *
     * @param index its place, counted from 0
     * @param record what was made of it, so that it is read once only; null before that, or if it cannot be one
     */
    record Element(long index, Object value, RecordToSend record) {

        Element withRecord(RecordToSend made) {
            return new Element(index, value, made);
        }

        /** With what is left of it after it was read. */
        Element withValue(Object readable) {
            return new Element(index, readable, record);
        }

        /** The message that the element is, or null where it is a body only. */
        Message message() {
            if (value instanceof Exchange exchange) {
                return exchange.getMessage();
            }
            return value instanceof Message message ? message : null;
        }
    }

    private record Failed(Element element, RecordResult result, long size) {}

    private final String endpoint;
    private final Object body;
    private final boolean bodyHeld;
    private final long maxFailedBytes;
    private final AtomicBoolean closed = new AtomicBoolean();

    // Of the thread that takes elements.
    private final StreamTarget otherwise;
    private final Iterator<?> rest;
    private final ArrayDeque<Element> again = new ArrayDeque<>();
    private long taken;
    private boolean exhausted;

    // Guarded by this.
    private final TreeMap<Long, Failed> failed = new TreeMap<>();
    private final List<RecordResult> results = new ArrayList<>();
    private final Map<Long, Object> wereRead = new HashMap<>();
    private List<Object> readable;
    private long failedBytes;
    private long written;
    /** Whether a record failed and there is no note of it, so that it is not known any more what is left to send. */
    private boolean failureUnnoted;

    private BodyProgress(String endpoint, Object body, StreamTarget otherwise, long maxFailedBytes) {
        this.endpoint = endpoint;
        this.body = body;
        this.otherwise = otherwise;
        this.maxFailedBytes = maxFailedBytes;
        this.bodyHeld = BodyElements.areHeld(body);
        this.rest = BodyElements.of(body);
    }

    /**
     * The progress of an exchange: that of an earlier attempt to write the same body to the same endpoint, or a new one.
     *
     * @param otherwise the stream that the message names, or null
     * @param maxFailedBytes how many bytes of failed elements of a streamed body are kept
     */
    static BodyProgress of(Exchange exchange, String endpoint, StreamTarget otherwise, long maxFailedBytes) {
        Object body = exchange.getMessage().getBody();
        BodyProgress before = exchange.getProperty(PROPERTY, BodyProgress.class);
        if (before != null && before.endpoint.equals(endpoint) && before.isOf(body)) {
            before.startAgain();
            return before;
        }
        BodyProgress progress = new BodyProgress(endpoint, body, otherwise, maxFailedBytes);
        exchange.setProperty(PROPERTY, progress);
        if (progress.rest instanceof AutoCloseable) {
            // Not after an attempt: the next one goes on with it.
            exchange.getExchangeExtension().addOnCompletion(progress.new Closing());
        }
        return progress;
    }

    /** Closes the body when the exchange is done with. */
    private final class Closing extends SynchronizationAdapter {

        @Override
        public void onDone(Exchange exchange) {
            closeBody();
        }
    }

    private void closeBody() {
        if (rest instanceof AutoCloseable closeable && closed.compareAndSet(false, true)) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOG.warn("The iterator of a message could not be closed; what it gave is not touched by that", e);
            }
        }
    }

    private synchronized boolean isOf(Object other) {
        return body == other || readable != null && readable == other;
    }

    private synchronized void startAgain() {
        List<Element> left = new ArrayList<>(again);
        failed.values().forEach(one -> left.add(one.element()));
        left.sort(Comparator.comparingLong(Element::index));
        again.clear();
        again.addAll(left);
        failed.clear();
        failedBytes = 0;
    }

    /** The stream that the message names for its elements, or null. */
    StreamTarget otherwise() {
        return otherwise;
    }

    /** The next element to send; null after the last. Throws what the body's iterator throws. */
    Element next() {
        if (isFailureUnnoted()) {
            throw new IllegalStateException(
                    "It could not be noted which record of the message failed, so it is not known what is left to send");
        }
        if (!again.isEmpty()) {
            return again.poll();
        }
        if (!exhausted && rest.hasNext()) {
            Object value = rest.next();
            return new Element(taken++, value, null);
        }
        exhausted = true;
        closeBody();
        return null;
    }

    /** Puts back what was taken last and not handed over. */
    void putBack(Element element) {
        again.addFirst(element);
    }

    /** An element that could be read once was read: those who get the body next need what was in it. */
    synchronized void wasRead(Element element) {
        if (bodyHeld) {
            wereRead.put(element.index(), element.value());
        }
    }

    /** Whether so much has failed that nothing more is to be taken. */
    synchronized boolean isFull() {
        return !bodyHeld && (failed.size() >= MAX_FAILED || failedBytes >= maxFailedBytes);
    }

    /** It is noted first, as the message is not ours: what its headers throw does not change the outcome. */
    synchronized void written(Element element, String shardId, String sequenceNumber) {
        RecordToSend record = element.record();
        written++;
        keep(new RecordResult(
                element.index(), record.stream().toString(), record.partitionKey(), shardId, sequenceNumber, null));
        Message message = element.message();
        if (message != null) {
            message.removeHeader(ConduitKinesisConstants.OVERRIDE_STREAM_NAME);
            message.setHeader(ConduitKinesisConstants.SHARD_ID, shardId);
            message.setHeader(ConduitKinesisConstants.SEQUENCE_NUMBER, sequenceNumber);
        }
    }

    synchronized void failed(Element element, Exception reason) {
        // Until it is noted, for which there may be no memory.
        boolean before = failureUnnoted;
        failureUnnoted = true;
        RecordToSend record = element.record();
        RecordResult result = new RecordResult(
                element.index(),
                record == null ? null : record.stream().toString(),
                record == null ? null : record.partitionKey(),
                null,
                null,
                reason);
        long size = record == null ? 0 : record.size();
        failed.put(element.index(), new Failed(element, result, size));
        failureUnnoted = before;
        failedBytes += size;
        keep(result);
    }

    private synchronized boolean isFailureUnnoted() {
        return failureUnnoted;
    }

    private List<Object> withWhatWasRead() {
        List<Object> elements = new ArrayList<>();
        BodyElements.of(body).forEachRemaining(elements::add);
        wereRead.forEach((index, value) -> elements.set(index.intValue(), value));
        return elements;
    }

    private void keep(RecordResult result) {
        if (!bodyHeld) {
            return;
        }
        int index = (int) result.index();
        while (results.size() <= index) {
            results.add(null);
        }
        results.set(index, result);
    }

    /**
     * Tells the exchange how it ended, when all that was handed over has an outcome.
     *
     * @param endedEarly whether sending ended before the last element
     * @param reason why; null if because of the failures
     * @param untold why an outcome could not be noted, or not be told its message; null if all could
     */
    synchronized void tell(Exchange exchange, boolean endedEarly, Throwable reason, Throwable untold) {
        if (!wereRead.isEmpty()) {
            readable = withWhatWasRead();
            exchange.getMessage().setBody(readable);
        }
        if (failed.isEmpty() && !endedEarly) {
            if (untold != null) {
                // With the progress left on it: what is written is not sent again when it is delivered again.
                exchange.setException(untold);
                return;
            }
            exchange.removeProperty(PROPERTY);
            exchange.getMessage().setHeader(ConduitKinesisConstants.RECORD_COUNT, written);
            if (bodyHeld) {
                exchange.getMessage().setHeader(ConduitKinesisConstants.RECORD_RESULTS, kept());
            }
            return;
        }
        List<RecordResult> told =
                bodyHeld ? kept() : failed.values().stream().map(Failed::result).toList();
        Throwable cause = reason != null
                ? reason
                : failed.firstEntry().getValue().result().failure();
        RecordsNotWrittenException failure = new RecordsNotWrittenException(written, told, endedEarly, cause);
        if (untold != null) {
            failure.addSuppressed(untold);
        }
        exchange.setException(failure);
    }

    /** Without those that there is no note of. */
    private List<RecordResult> kept() {
        return results.stream().filter(Objects::nonNull).toList();
    }
}
