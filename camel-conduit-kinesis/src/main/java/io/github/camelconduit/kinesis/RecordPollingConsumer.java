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

    RecordPollingConsumer(ConduitKinesisEndpoint endpoint) {
        super(endpoint, endpoint.getPollingConsumerQueueSize());
        setBlockWhenFull(endpoint.isPollingConsumerBlockWhenFull());
        setBlockTimeout(endpoint.getPollingConsumerBlockTimeout());
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
