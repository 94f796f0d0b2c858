package io.github.camelconduit.kinesis.publish;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

import io.github.camelconduit.kinesis.publish.BodyProgress.Element;

/**
 * One attempt to write a body with many records. The caller's thread hands over what the send buffer has room for and
 * waits for the first record's room only; a thread of Camel goes on whenever there is room for the next, so that however
 * long a body is, what is taken from it is bounded by the buffer. One thread hands over at a time.
 */
final class BodySend {

    private final RecordPublisher publisher;
    private final RecordMapper mapper;
    private final Exchange exchange;
    private final AsyncCallback callback;
    private final BodyProgress progress;
    private final Map<StreamTarget, RecordGroup> groups = new HashMap<>();
    private Exchange ofBody;
    private Exchange ofMessage;
    private boolean endedEarly;
    private Throwable endedBy;

    /** The records that have no outcome yet, and one for the handing over. Guarded by this. */
    private long open = 1;

    BodySend(
            RecordPublisher publisher,
            RecordMapper mapper,
            Exchange exchange,
            AsyncCallback callback,
            BodyProgress progress) {
        this.publisher = publisher;
        this.mapper = mapper;
        this.exchange = exchange;
        this.callback = callback;
        this.progress = progress;
    }

    /** Begins; true if it is done already. */
    boolean start() {
        boolean done = handOver(true);
        if (done) {
            complete(true);
        }
        return done;
    }

    /** Hands over until the body ends, something ends it, or there is no room. True if nothing is open any more. */
    private boolean handOver(boolean mayWait) {
        boolean first = mayWait;
        try {
            while (!progress.isFull()) {
                Element element = progress.next();
                if (element == null) {
                    return oneLess();
                }
                RecordToSend record = record(element);
                if (record == null) {
                    continue;
                }
                CompletableFuture<Room> room = room(element, record, first);
                first = false;
                if (!room.isDone() || room.isCompletedExceptionally()) {
                    room.whenComplete(
                            (given, failure) -> publisher.execute(() -> goOn(element, record, given, failure)));
                    return false;
                }
                send(element, record, room.join());
            }
            endedEarly = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(e);
        } catch (Exception e) {
            end(e);
        }
        return oneLess();
    }

    private void goOn(Element element, RecordToSend record, Room room, Throwable failure) {
        boolean done;
        if (failure == null) {
            try {
                send(element, record, room);
            } catch (RuntimeException e) {
                end(e);
            }
            done = endedEarly ? oneLess() : handOver(false);
        } else {
            progress.putBack(element);
            end(failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
            done = oneLess();
        }
        if (done) {
            complete(false);
        }
    }

    private void end(Throwable reason) {
        endedEarly = true;
        endedBy = reason;
    }

    /** Null if the element cannot be a record, which is its outcome then. */
    private RecordToSend record(Element element) {
        RecordToSend record = null;
        try {
            record = mapper.map(exchangeOf(element), progress.otherwise());
            publisher.check(record);
            return record;
        } catch (Exception e) {
            // No bar to those of its key behind it: no later attempt can bring it before them.
            progress.failed(element, record, e);
            return null;
        }
    }

    /** The element as a message of its own; one that is a body only has what surrounds it from the message. */
    private Exchange exchangeOf(Element element) {
        if (element.value() instanceof Exchange own) {
            return own;
        }
        Message message = element.message();
        if (message != null) {
            ofMessage = ofMessage == null ? exchange.copy() : ofMessage;
            ofMessage.getMessage().copyFrom(message);
            return ofMessage;
        }
        ofBody = ofBody == null ? exchange.copy() : ofBody;
        ofBody.getMessage().setBody(element.value());
        return ofBody;
    }

    private CompletableFuture<Room> room(Element element, RecordToSend record, boolean mayWait)
            throws InterruptedException {
        try {
            if (mayWait) {
                return CompletableFuture.completedFuture(publisher.awaitRoom(record));
            }
            return publisher.requestRoom(record);
        } catch (InterruptedException | RuntimeException e) {
            progress.putBack(element);
            throw e;
        }
    }

    private void send(Element element, RecordToSend record, Room room) {
        synchronized (this) {
            open++;
        }
        try {
            publisher.handOver(record, room, group(record), new Outcome(element, record));
        } catch (RuntimeException e) {
            oneLess();
            progress.putBack(element);
            throw e;
        }
    }

    private RecordGroup group(RecordToSend record) {
        return publisher.keepsKeyOrder() ? groups.computeIfAbsent(record.stream(), stream -> new RecordGroup()) : null;
    }

    /** True if that was the last one. */
    private synchronized boolean oneLess() {
        open--;
        return open == 0;
    }

    private void complete(boolean doneSync) {
        progress.tell(exchange, endedEarly, endedBy);
        callback.done(doneSync);
    }

    /** Hears of one element's record. */
    private final class Outcome implements RecordListener {

        private final Element element;
        private final RecordToSend record;

        Outcome(Element element, RecordToSend record) {
            this.element = element;
            this.record = record;
        }

        @Override
        public void written(String shardId, String sequenceNumber) {
            progress.written(element, record, shardId, sequenceNumber);
            outcomeKnown();
        }

        @Override
        public void failed(Exception reason) {
            progress.failed(element, record, reason);
            outcomeKnown();
        }

        private void outcomeKnown() {
            if (oneLess()) {
                complete(false);
            }
        }
    }
}
