package io.github.camelconduit.kinesis.publish;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;

import io.github.camelconduit.kinesis.ConduitKinesisConstants;

/** Writes messages, of one record or of many, and tells their exchanges what became of them. Thread-safe. */
public final class MessageWriter {

    private final RecordPublisher publisher;
    private final RecordMapper mapper;
    private final String endpoint;
    private final boolean useIterator;

    /**
     * @param endpoint tells this endpoint from others that an exchange may come to with the same body
     * @param useIterator whether a body that can be iterated over is many records
     */
    public MessageWriter(RecordPublisher publisher, RecordMapper mapper, String endpoint, boolean useIterator) {
        this.publisher = publisher;
        this.mapper = mapper;
        this.endpoint = endpoint;
        this.useIterator = useIterator;
    }

    /**
     * Hands a message over. Blocks while the send buffer is full.
     *
     * @param onlyTakesNote whether the callback returns at once whatever it is told, and may be told by any thread
     * @return true if the exchange is done, with the callback left to tell; false if the callback will be told, on a
     *     thread of Camel
     * @throws InterruptedException if the thread was interrupted while it waited for room
     * @throws Exception if the message cannot be written as it is; the callback is not told then
     */
    public boolean write(Exchange exchange, AsyncCallback callback, boolean onlyTakesNote) throws Exception {
        if (useIterator && BodyElements.areIn(exchange.getMessage().getBody(), exchange.getContext())) {
            StreamTarget named = mapper.streamNamed(exchange.getMessage());
            BodyProgress progress = BodyProgress.of(exchange, endpoint, named, publisher.sendBufferBytes());
            removeStreamName(exchange.getMessage());
            return new BodySend(publisher, mapper, exchange, callback, progress).start();
        }
        writeOne(exchange, callback, onlyTakesNote);
        return false;
    }

    private void writeOne(Exchange exchange, AsyncCallback callback, boolean onlyTakesNote)
            throws InvalidPayloadException, InterruptedException {
        RecordToSend record = mapper.map(exchange, null);
        removeStreamName(exchange.getMessage());
        publisher.publish(record, new Completion(exchange, callback, onlyTakesNote));
    }

    /** So that it does not reach a later endpoint. */
    private static void removeStreamName(Message message) {
        message.removeHeader(ConduitKinesisConstants.OVERRIDE_STREAM_NAME);
    }

    /** Brings a record's outcome back to its exchange. */
    private record Completion(Exchange exchange, AsyncCallback callback, boolean onlyTakesNote)
            implements RecordListener {

        @Override
        public void written(String shardId, String sequenceNumber) {
            try {
                exchange.getMessage().setHeader(ConduitKinesisConstants.SHARD_ID, shardId);
                exchange.getMessage().setHeader(ConduitKinesisConstants.SEQUENCE_NUMBER, sequenceNumber);
            } catch (RuntimeException | Error e) {
                exchange.setException(e);
            }
            callback.done(false);
        }

        @Override
        public void failed(Exception reason) {
            exchange.setException(reason);
            callback.done(false);
        }
    }
}
