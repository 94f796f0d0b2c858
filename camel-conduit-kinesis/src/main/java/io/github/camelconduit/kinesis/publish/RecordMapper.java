package io.github.camelconduit.kinesis.publish;

import java.util.function.Supplier;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.support.MessageHelper;

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
     * @param watch is asked for what ends evaluations of templates that take too long; null while stopped
     * @throws IllegalArgumentException if an option is wrong, naming it
     */
    public static RecordMapper create(
            CamelContext context, ConduitKinesisConfiguration configuration, Supplier<TemplateWatch> watch) {
        return new RecordMapper(
                StreamSelector.create(context, configuration, watch),
                PartitionKeyResolver.create(context, configuration, watch),
                ExplicitHashKeyResolver.create(context, configuration));
    }

    /**
     * The stream that a message's header names.
     *
     * @return null if there is none
     * @throws IllegalArgumentException if what it says is no stream's name
     */
    StreamTarget streamNamed(Message message) {
        return streams.named(message);
    }

    /**
     * The record of a message, its headers left as they are. A body that can be read once is bytes afterwards, any other
     * can be read from its beginning.
     *
     * @param otherwise the stream where the message's header names none; null: the template's, or the endpoint's
     * @throws InvalidPayloadException if there is no body, or no converter makes bytes of it
     * @throws RuntimeException if a template, an expression or a header is wrong for this message
     */
    public RecordToSend map(Exchange exchange, StreamTarget otherwise) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        byte[] data = MessageBytes.of(exchange);
        StreamTarget named = streamNamed(message);
        StreamTarget stream = named == null ? otherwise : named;
        StreamTarget target = stream == null ? streams.select(exchange, data) : stream;
        try {
            String key = keys.resolve(exchange, data);
            // An expression may have read the body.
            MessageHelper.resetStreamCache(message);
            return new RecordToSend(target, key, hashKeys.resolve(exchange), data);
        } finally {
            MessageHelper.resetStreamCache(message);
        }
    }
}
