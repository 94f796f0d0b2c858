package io.github.camelconduit.kinesis.partition;

import java.util.Collection;
import java.util.Map;

import freemarker.template.ObjectWrapper;
import freemarker.template.TemplateHashModel;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.Jsoner;

/**
 * A message as a template sees it: {@code body}, {@code header}, {@code headers}, {@code variable}, {@code variables}
 * and {@code exception} as camel-freemarker names them, and {@code data}, the body as data. The body is parsed when a
 * template first asks for {@code data}, once. One thread.
 */
final class MessageModel implements TemplateHashModel {

    private static final String BODY = "body";
    private static final String DATA = "data";

    private final Exchange exchange;
    private final byte[] bytes;
    private final ObjectWrapper wrapper;
    private Map<String, Object> variables;
    private TemplateModel data;

    MessageModel(Exchange exchange, byte[] bytes, ObjectWrapper wrapper) {
        this.exchange = exchange;
        this.bytes = bytes;
        this.wrapper = wrapper;
    }

    @Override
    public TemplateModel get(String name) throws TemplateModelException {
        return switch (name) {
            case DATA -> data();
            case BODY -> wrapper.wrap(isData(body()) ? body() : text());
            default -> wrapper.wrap(variables().get(name));
        };
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    private TemplateModel data() throws TemplateModelException {
        if (data == null) {
            Object body = body();
            data = wrapper.wrap(body instanceof Map || body instanceof Collection ? body : parse());
        }
        return data;
    }

    private Object parse() throws TemplateModelException {
        try {
            return Jsoner.deserialize(text());
        } catch (DeserializationException e) {
            throw new TemplateModelException(
                    "data is the message body as JSON, but the body is not JSON: " + where(e), e);
        }
    }

    /** The parser's own text quotes the body, which may be secret, and is long. */
    private static String where(DeserializationException e) {
        return "wrong at position " + e.getPosition();
    }

    private Object body() {
        return exchange.getMessage().getBody();
    }

    private Map<String, Object> variables() {
        if (variables == null) {
            variables = ExchangeHelper.createVariableMap(exchange, false);
        }
        return variables;
    }

    private static boolean isData(Object body) {
        return body instanceof CharSequence
                || body instanceof Number
                || body instanceof Boolean
                || body instanceof Map
                || body instanceof Collection;
    }

    /** The body as text: as it is, or from the bytes in the charset that text is made bytes in. */
    private String text() {
        return body() instanceof CharSequence text ? text.toString() : new String(bytes, MessageCharset.of(exchange));
    }
}
