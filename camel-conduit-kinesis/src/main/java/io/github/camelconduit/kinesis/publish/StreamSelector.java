package io.github.camelconduit.kinesis.publish;

import java.util.function.Supplier;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.ConduitKinesisConstants;
import io.github.camelconduit.kinesis.StreamIdentity;
import io.github.camelconduit.kinesis.partition.MessageTemplate;
import io.github.camelconduit.kinesis.partition.TemplateWatch;

/**
 * Which stream a message goes to: the one its header {@value ConduitKinesisConstants#OVERRIDE_STREAM_NAME} names, else
 * what {@code streamNameTemplate} yields, else the endpoint's. Thread-safe.
 */
public final class StreamSelector {

    private static final String TEMPLATE_OPTION = "streamNameTemplate";

    /** Longer than any ARN, so that what is too long is seen as such. */
    private static final int MAX_CHARS = 2048;

    private final StreamTarget endpointStream;
    private final MessageTemplate template;

    private StreamSelector(StreamTarget endpointStream, MessageTemplate template) {
        this.endpointStream = endpointStream;
        this.template = template;
    }

    /**
     * @param watch is asked for what ends evaluations of the template that take too long; null while stopped
     * @throws IllegalArgumentException if the stream's name is not one or the template does not compile, naming the
     *     option
     */
    public static StreamSelector create(
            CamelContext context, ConduitKinesisConfiguration configuration, Supplier<TemplateWatch> watch) {
        String template = configuration.getStreamNameTemplate();
        return new StreamSelector(
                StreamTarget.of(StreamIdentity.of(configuration)),
                template == null || template.isBlank()
                        ? null
                        : MessageTemplate.compile(context, TEMPLATE_OPTION, template, MAX_CHARS, watch));
    }

    /**
     * The stream that a message's header names.
     *
     * @return null if there is none
     * @throws IllegalArgumentException if what it says is no stream's name
     */
    public StreamTarget named(Message message) {
        Object name = message.getHeader(ConduitKinesisConstants.OVERRIDE_STREAM_NAME);
        return name == null || name.toString().isEmpty()
                ? null
                : target("Header " + ConduitKinesisConstants.OVERRIDE_STREAM_NAME, name.toString());
    }

    /** The endpoint's own stream is one, whichever way it is named: the order of keys is kept within a stream. */
    private StreamTarget target(String source, String nameOrArn) {
        return nameOrArn.equals(endpointStream.name()) ? endpointStream : StreamTarget.of(source, nameOrArn);
    }

    /**
     * The stream of a message whose header names none.
     *
     * @param data the body as the bytes that will be written
     * @throws IllegalArgumentException if what the template says is no stream's name
     */
    public StreamTarget select(Exchange exchange, byte[] data) {
        String name = template == null ? "" : template.evaluate(exchange, data);
        if (name.isEmpty()) {
            return endpointStream;
        }
        return target(TEMPLATE_OPTION, name);
    }
}
