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

    /** Why an element's outcome could not be noted; null while all could. */
    private volatile Throwable untold;

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

    /** Begins; true if it is done already, with the callback left to tell. */
    boolean start() {
        boolean done = handOver(true);
        if (done) {
            tellExchange();
        }
        return done;
    }

    /** Hands over until the body ends, something ends it, or there is no room. True if nothing is open any more. */
    private boolean handOver(boolean mayWait) {
        boolean first = mayWait;
        try {
            while (!progress.isFull()) {
                Element next = progress.next();
                if (next == null) {
                    return oneLess();
                }
                Element element = mapped(next);
                if (element == null) {
                    continue;
                }
                CompletableFuture<Room> room = room(element, first);
                first = false;
                if (!room.isDone() || room.isCompletedExceptionally()) {
                    room.whenComplete((given, failure) -> publisher.execute(() -> goOn(element, given, failure)));
                    return false;
                }
                send(element, room.join());
            }
            endedEarly = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(e);
        } catch (Exception | Error e) {
            // An Error too: the exchange would never be done. What it is about is for who reads the exception to say.
            end(e);
        }
        return oneLess();
    }

    private void goOn(Element element, Room room, Throwable failure) {
        boolean done;
        if (failure == null) {
            try {
                send(element, room);
            } catch (RuntimeException | Error e) {
                end(e);
            }
            done = endedEarly ? oneLess() : handOver(false);
        } else {
            progress.putBack(element);
            end(failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
            done = oneLess();
        }
        if (done) {
            complete();
        }
    }

    private void end(Throwable reason) {
        endedEarly = true;
        endedBy = reason;
    }

    /** The element with its record. Null if it cannot be one, which is its outcome then. */
    private Element mapped(Element element) throws InterruptedException {
        Element mapped = element;
        try {
            if (element.record() == null) {
                Exchange message = exchangeOf(element);
                try {
                    mapped = element.withRecord(mapper.map(message, progress.otherwise()));
                } finally {
                    mapped = keptReadable(mapped, message);
                }
            }
            publisher.check(mapped.record());
            return mapped;
        } catch (InterruptedException | Error e) {
            progress.putBack(mapped);
            throw e;
        } catch (Exception e) {
            // No bar to those of its key behind it: no later attempt can bring it before them.
            progress.failed(mapped, e);
            return null;
        }
    }

    /** A stream that can be read once was replaced in the message it was read from, which may be a copy. */
    private Element keptReadable(Element element, Exchange mapped) {
        Object body = mapped.getMessage().getBody();
        if (element.message() == null) {
            if (element.value() == body) {
                return element;
            }
            Element readable = element.withValue(body);
            progress.wasRead(readable);
            return readable;
        }
        if (element.message().getBody() != body) {
            element.message().setBody(body);
        }
        return element;
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

    private CompletableFuture<Room> room(Element element, boolean mayWait) throws InterruptedException {
        try {
            if (mayWait) {
                return CompletableFuture.completedFuture(publisher.awaitRoom(element.record()));
            }
            return publisher.requestRoom(element.record());
        } catch (InterruptedException | RuntimeException | Error e) {
            progress.putBack(element);
            throw e;
        }
    }

    private void send(Element element, Room room) {
        synchronized (this) {
            open++;
        }
        try {
            publisher.handOver(element.record(), room, group(element.record()), new Outcome(element));
        } catch (RuntimeException | Error e) {
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

    private void complete() {
        tellExchange();
        callback.done(false);
    }

    private void tellExchange() {
        try {
            progress.tell(exchange, endedEarly, endedBy, untold);
        } catch (RuntimeException | Error e) {
            exchange.setException(e);
        }
    }

    /** Hears of one element's record. */
    private final class Outcome implements RecordListener {

        private final Element element;

        Outcome(Element element) {
            this.element = element;
        }

        @Override
        public void written(String shardId, String sequenceNumber) {
            note(() -> progress.written(element, shardId, sequenceNumber));
        }

        @Override
        public void failed(Exception reason) {
            note(() -> progress.failed(element, reason));
        }

        private void note(Runnable outcome) {
            try {
                outcome.run();
            } catch (RuntimeException | Error e) {
                untold = e;
            }
            if (oneLess()) {
                complete();
            }
        }
    }
}
