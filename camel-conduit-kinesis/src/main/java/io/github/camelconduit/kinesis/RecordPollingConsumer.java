package io.github.camelconduit.kinesis;

import org.apache.camel.Exchange;
import org.apache.camel.support.EventDrivenPollingConsumer;
import org.apache.camel.support.ExchangeHelper;

/**
 * Takes records one by one from a queue that a consumer fills, for {@code pollEnrich} and {@code ConsumerTemplate}. A
 * record is done when whoever has taken it is done with it ({@code ConsumerTemplate.doneUoW}, the end of the exchange
 * that was enriched), not when it is in the queue: what nobody took is read again.
 */
final class RecordPollingConsumer extends EventDrivenPollingConsumer {

    /** @throws IllegalArgumentException when the endpoint is not to wait for room in the queue as long as it takes */
    RecordPollingConsumer(ConduitKinesisEndpoint endpoint) {
        super(endpoint, endpoint.getPollingConsumerQueueSize());
        // Camel drops what finds no room in time, and the record would count as one that failed, and so as done.
        if (!endpoint.isPollingConsumerBlockWhenFull()) {
            throw new IllegalArgumentException(
                    "pollingConsumerBlockWhenFull=false: a record for which the queue has no room would be lost;"
                            + " allowed: true, with which reading waits for room.");
        }
        if (endpoint.getPollingConsumerBlockTimeout() > 0) {
            throw new IllegalArgumentException("pollingConsumerBlockTimeout="
                    + endpoint.getPollingConsumerBlockTimeout()
                    + ": a record for which the queue has no room in time would be lost; allowed: 0, with which reading"
                    + " waits for room as long as it takes.");
        }
        setBlockWhenFull(true);
        setCopy(true);
    }

    /**
     * Camel's own gives the copy a unit of work, which fails in a context without routes. Who takes an exchange that has
     * none runs its completions all the same.
     */
    @Override
    protected Exchange prepareCopy(Exchange exchange, boolean handover) {
        return ExchangeHelper.createCorrelatedCopy(exchange, true, true);
    }
}
