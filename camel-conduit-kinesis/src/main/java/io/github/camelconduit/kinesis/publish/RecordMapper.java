package io.github.camelconduit.kinesis.publish;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.partition.ExplicitHashKeyResolver;
import io.github.camelconduit.kinesis.partition.PartitionKeyResolver;
import io.github.camelconduit.kinesis.partition.TemplateWatch;

/** From a message to the record it becomes: its bytes, its stream, its keys. Thread-safe. */
public final class RecordMapper {

    private final StreamSelector streams;
    private final PartitionKeyResolver keys;
    private final ExplicitHashKeyResolver hashKeys;

    private RecordMapper(StreamSelector streams, PartitionKeyResolver keys, ExplicitHashKeyResolver hashKeys) {
        this.streams = streams;
        this.keys = keys;
        this.hashKeys = hashKeys;
    }

    /**
     * Compiles what is configured.
     *
     * @param watch ends evaluations of templates that take too long
     * @throws IllegalArgumentException if an option is wrong, naming it
     */
    public static RecordMapper create(
            CamelContext context, ConduitKinesisConfiguration configuration, TemplateWatch watch) {
        return new RecordMapper(
                StreamSelector.create(context, configuration, watch),
                PartitionKeyResolver.create(context, configuration, watch),
                ExplicitHashKeyResolver.create(context, configuration));
    }

    /**
     * The record of a message, its headers left as they are.
     *
     * @param otherwise the stream where the message's header names none; null: the template's, or the endpoint's
     * @throws InvalidPayloadException if there is no body, or no converter makes bytes of it
     * @throws RuntimeException if a template, an expression or a header is wrong for this message
     */
    public RecordToSend map(Exchange exchange, StreamTarget otherwise) throws InvalidPayloadException {
        byte[] data = MessageBytes.of(exchange);
        StreamTarget named = StreamSelector.named(exchange.getMessage());
        StreamTarget stream = named == null ? otherwise : named;
        return new RecordToSend(
                stream == null ? streams.select(exchange, data) : stream,
                keys.resolve(exchange, data),
                hashKeys.resolve(exchange),
                data);
    }
}
