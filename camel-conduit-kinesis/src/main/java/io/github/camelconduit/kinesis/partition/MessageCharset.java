package io.github.camelconduit.kinesis.partition;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;

/** In which charset the text of a message becomes bytes, and its bytes are text for a template. */
public final class MessageCharset {

    private MessageCharset() {}

    /**
     * The one that the exchange names, else UTF-8. Not the charset of the machine, which Camel's converter falls back to:
     * a stream is read by other machines.
     *
     * @throws IllegalArgumentException if it names one that is not there
     */
    public static Charset of(Exchange exchange) {
        String name = ExchangeHelper.getCharsetName(exchange, false);
        return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
    }
}
