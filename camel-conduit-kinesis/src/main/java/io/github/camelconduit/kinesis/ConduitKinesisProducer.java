package io.github.camelconduit.kinesis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import javax.management.openmbean.TabularData;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultAsyncProducer;

import io.github.camelconduit.kinesis.observe.Health;
import io.github.camelconduit.kinesis.observe.ProducerStatus;
import io.github.camelconduit.kinesis.observe.StreamTable;
import io.github.camelconduit.kinesis.observe.Trouble;
import io.github.camelconduit.kinesis.observe.TroubleTable;
import io.github.camelconduit.kinesis.publish.MessageWriter;
import io.github.camelconduit.kinesis.publish.RecordMapper;
import io.github.camelconduit.kinesis.publish.StreamReport;

/**
 * Writes messages to a stream, by the {@link EndpointPublisher} that all producers of an endpoint share. An exchange is
 * completed, on a thread of Camel, when all of its records are written or given up.
 */
@ManagedResource(description = "Managed ConduitKinesisProducer")
public class ConduitKinesisProducer extends DefaultAsyncProducer {

    private final EndpointPublisher publisher;
    private final RecordMapper mapper;
    private final AsyncProcessor waiting = new Waiting();
    private MessageWriter writer;

    /** @throws IllegalArgumentException if a template or an expression does not compile, naming its option */
    ConduitKinesisProducer(ConduitKinesisEndpoint endpoint, EndpointPublisher publisher) {
        super(endpoint);
        this.publisher = publisher;
        mapper = RecordMapper.create(endpoint.getCamelContext(), endpoint.getConfiguration(), publisher::templates);
    }

    @Override
    public ConduitKinesisEndpoint getEndpoint() {
        return (ConduitKinesisEndpoint) super.getEndpoint();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return process(exchange, callback, false);
    }

    /** Who waits is told where the outcome is known, without a thread of Camel in between. */
    @Override
    public void process(Exchange exchange) throws Exception {
        waiting.process(exchange);
    }

    private boolean process(Exchange exchange, AsyncCallback callback, boolean onlyTakesNote) {
        try {
            if (!writer.write(exchange, callback, onlyTakesNote)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(e);
        } catch (Exception | Error e) {
            // An Error, too, such as a lack of memory in a converter: whoever waits for the exchange would never know.
            exchange.setException(e);
        }
        // Apart from the rest: what the callback throws is no failure of the writing, and it is not told again.
        callback.done(true);
        return true;
    }

    /** Its callback is that of Camel's own waiting, which does nothing but end it. */
    private final class Waiting extends AsyncProcessorSupport {

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            return ConduitKinesisProducer.this.process(exchange, callback, true);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        writer = new MessageWriter(
                publisher.acquire(this),
                mapper,
                getEndpoint().getEndpointUri(),
                getEndpoint().getConfiguration().isUseIterator());
    }

    @Override
    protected void doStop() throws Exception {
        publisher.release(this);
        super.doStop();
    }

    /** How it stands with what the producers of the endpoint share; null while this is stopped. */
    private ProducerStatus status() {
        return getEndpoint().producerStatus();
    }

    private <T> T of(Function<ProducerStatus, T> asked, T whileStopped) {
        ProducerStatus now = status();
        return now == null ? whileStopped : asked.apply(now);
    }

    @ManagedAttribute(description = "The name of the endpoint's stream; single messages may name others")
    public String getStreamName() {
        return getEndpoint().getStream().name();
    }

    @ManagedAttribute(description = "How many bytes of records are held until they are written")
    public long getBufferedBytes() {
        return of(status -> status.report().bufferedBytes(), 0L);
    }

    @ManagedAttribute(description = "How many records are held until they are written")
    public int getBufferedRecords() {
        return of(ProducerStatus::bufferedRecords, 0);
    }

    @ManagedAttribute(description = "How many records wait for room in the send buffer")
    public int getWaitingForRoom() {
        return of(status -> status.report().waiting(), 0);
    }

    @ManagedAttribute(description = "How many requests are unanswered")
    public int getRequestsInFlight() {
        return of(ProducerStatus::inFlightRequests, 0);
    }

    @ManagedAttribute(description = "How many records were written since the start")
    public long getRecordsWritten() {
        return of(status -> status.report().counts().recordsWritten(), 0L);
    }

    @ManagedAttribute(description = "How many bytes were written since the start, data and partition keys")
    public long getBytesWritten() {
        return of(status -> status.report().counts().bytesWritten(), 0L);
    }

    @ManagedAttribute(description = "How many records were given up since the start, so that their exchanges failed")
    public long getRecordsFailed() {
        return of(status -> status.report().counts().recordsFailed(), 0L);
    }

    @ManagedAttribute(description = "How often a record was sent and not acknowledged since the start")
    public long getFailedAttempts() {
        return of(status -> status.report().counts().failedAttempts(), 0L);
    }

    @ManagedAttribute(description = "How many requests were made since the start")
    public long getRequests() {
        return of(status -> status.report().counts().requests(), 0L);
    }

    @ManagedAttribute(description = "How many shards have had too much, over all streams")
    public int getThrottledShards() {
        return of(ProducerStatus::throttledShards, 0);
    }

    @ManagedAttribute(description = "What the last attempt failed with that did; empty when none did")
    public String getLastError() {
        Trouble error = of(ProducerStatus::lastError, null);
        return error == null ? "" : error.reason();
    }

    @ManagedAttribute(description = "When the last attempt failed that did; empty when none did")
    public String getLastErrorTime() {
        Trouble error = of(ProducerStatus::lastError, null);
        return error == null ? "" : error.since().toString();
    }

    @ManagedAttribute(description = "Whether something can be written now, as the readiness check says")
    public boolean isReady() {
        return of(status -> status.health().isReady(), true);
    }

    @ManagedAttribute(description = "Whether a new start would be of no use, as the liveness check says")
    public boolean isLive() {
        return of(status -> status.health().isLive(), true);
    }

    @ManagedOperation(description = "The streams that something was written to within the last minutes")
    public TabularData showStreams() {
        return StreamTable.of(of(status -> status.report().streams(), List.<StreamReport>of()));
    }

    @ManagedOperation(description = "What is not as it should be, since when, and which stream it is about")
    public TabularData showTroubles() {
        return TroubleTable.of(of(ProducerStatus::health, new Health(List.of(), Duration.ZERO, Instant.now())));
    }
}
