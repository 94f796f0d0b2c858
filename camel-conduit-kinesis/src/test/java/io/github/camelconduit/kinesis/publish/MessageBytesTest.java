package io.github.camelconduit.kinesis.publish;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MessageBytesTest {

    private final CamelContext context = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(context);

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void bytesAreTakenAsTheyAre() throws Exception {
        byte[] body = {1, 2};
        assertThat(bytesOf(body)).isSameAs(body);
    }

    @Test
    void textIsUtf8WhateverTheMachine() throws Exception {
        assertThat(bytesOf("\u20AC")).isEqualTo("\u20AC".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void textIsInTheCharsetThatTheExchangeNames() throws Exception {
        exchange.setProperty(Exchange.CHARSET_NAME, "ISO-8859-1");
        assertThat(bytesOf("\u00FC")).isEqualTo(new byte[] {(byte) 0xFC});
    }

    @Test
    void streamsAreRead() throws Exception {
        assertThat(bytesOf(new ByteArrayInputStream(new byte[] {3}))).containsExactly(3);
    }

    @Test
    void anEmptyBodyIsAnEmptyRecord() throws Exception {
        assertThat(bytesOf("")).isEmpty();
    }

    @Test
    @Tag("failure-mode-39")
    void noBodyIsAnErrorThatSaysSo() {
        assertThatThrownBy(() -> bytesOf(null))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageContaining("no body");
    }

    @Test
    void aBodyThatNoConverterKnowsIsAnErrorThatNamesItsType() {
        assertThatThrownBy(() -> bytesOf(new Thread("body")))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageContaining("java.lang.Thread");
        assertThatThrownBy(() -> bytesOf(Map.of("a", 1))).isInstanceOf(InvalidPayloadException.class);
    }

    private byte[] bytesOf(Object body) throws Exception {
        exchange.getMessage().setBody(body);
        return MessageBytes.of(exchange);
    }
}
