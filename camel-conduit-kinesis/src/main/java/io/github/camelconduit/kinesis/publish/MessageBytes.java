package io.github.camelconduit.kinesis.publish;

import java.io.InputStream;
import java.io.Reader;

import javax.xml.transform.stream.StreamSource;

import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.TypeConversionException;
import org.apache.camel.support.MessageHelper;

import io.github.camelconduit.kinesis.partition.MessageCharset;

/** A message's body as the bytes of a record, by Camel's type converters. */
public final class MessageBytes {

    private static final String WAS_READ = "CamelConduitKinesisWasRead";

    private MessageBytes() {}

    /**
     * The body as bytes; text is UTF-8 unless the exchange names a charset. What reads the body after this finds it
     * whole: a stream cache is reset, and a stream that can be read once is replaced by its bytes.
     *
     * @throws InvalidPayloadException if there is no body, or no converter makes bytes of it
     */
    public static byte[] of(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        if (body == null) {
            throw new NoBodyException(exchange);
        }
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        if (body instanceof String text) {
            return text.getBytes(MessageCharset.of(exchange));
        }
        MessageHelper.resetStreamCache(message);
        try {
            return isReadOnce(body) ? readOnce(exchange, body) : message.getMandatoryBody(byte[].class);
        } catch (TypeConversionException e) {
            throw new InvalidPayloadException(exchange, byte[].class, message, e);
        } finally {
            MessageHelper.resetStreamCache(message);
        }
    }

    /** Camel's redelivery brings the stream back as it is now: what was in it is kept on the exchange. */
    private static byte[] readOnce(Exchange exchange, Object stream) throws InvalidPayloadException {
        WasRead before = exchange.getProperty(WAS_READ, WasRead.class);
        byte[] bytes = before != null && before.stream == stream
                ? before.bytes
                : exchange.getMessage().getMandatoryBody(byte[].class);
        exchange.setProperty(WAS_READ, new WasRead(stream, bytes));
        exchange.getMessage().setBody(bytes);
        return bytes;
    }

    private record WasRead(Object stream, byte[] bytes) {}

    private static boolean isReadOnce(Object body) {
        return !(body instanceof StreamCache)
                && (body instanceof InputStream || body instanceof Reader || body instanceof StreamSource);
    }

    /** There is nothing to write. An empty body is something: it becomes an empty record. */
    private static final class NoBodyException extends InvalidPayloadException {

        private static final long serialVersionUID = 1L;

        NoBodyException(Exchange exchange) {
            super(exchange, byte[].class, exchange.getMessage());
        }

        @Override
        public String getMessage() {
            return "The message has no body (null): there is nothing to write to Kinesis";
        }
    }
}
