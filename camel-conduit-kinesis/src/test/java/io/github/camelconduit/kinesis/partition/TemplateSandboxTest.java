package io.github.camelconduit.kinesis.partition;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The known ways out of FreeMarker, each tried. */
class TemplateSandboxTest {

    private final CamelContext context = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(context);
    private final Tempting tempting = new Tempting();

    /** An object whose methods are there to be called by who can. */
    public static final class Tempting {

        private final AtomicBoolean called = new AtomicBoolean();

        public String getSecret() {
            called.set(true);
            return "secret";
        }

        public String run(String command) {
            called.set(true);
            return "ran " + command;
        }

        @Override
        public String toString() {
            return "tempting";
        }
    }

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final TemplateWatch watch = new TemplateWatch(timer, () -> 0);

    @BeforeEach
    void message() {
        exchange.getMessage().setBody("text");
        exchange.getMessage().setHeader("x", tempting);
        exchange.getMessage().setHeader("map", new java.util.HashMap<>(java.util.Map.of("k", tempting)));
        exchange.getMessage().setHeader("list", new java.util.ArrayList<>(java.util.List.of(tempting)));
        exchange.setException(new IllegalStateException("broken"));
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
        context.stop();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${'freemarker.template.utility.Execute'?new()('id')}",
                "<#assign ex = 'freemarker.template.utility.Execute'?new()>${ex('id')}",
                "<#assign v = 'freemarker.template.utility.ObjectConstructor'?new()>${v('java.lang.ProcessBuilder','id').start()}",
                "<#assign v = 'freemarker.template.utility.JythonRuntime'?new()><@v>import os</@v>",
                "${body.class}",
                "${body.class.protectionDomain.classLoader}",
                "${body.getClass()}",
                "${body?api.class}",
                "${headers.x.getClass()}",
                "${headers.x.class.name}",
                "${headers.x.secret}",
                "${headers.x.getSecret()}",
                "${headers.x.run('id')}",
                "${headers.x?api.secret}",
                "${headers.map.k.secret}",
                "${headers.map.getClass()}",
                "${headers.map?api.getClass()}",
                "${headers.map.k?api.run('id')}",
                "${headers.list[0].secret}",
                "${headers.list?api.get(0)}",
                "${headers.list.getClass()}",
                "${headers.class}",
                "${exception.class}",
                "${exception.stackTrace[0]}",
                "${exception.getCause()}",
                "${.data_model['headers'].x.getSecret()}",
                "${.data_model.getClass()}",
                "${.data_model.camelContext}",
                "${.data_model.exchange}",
                "${.globals.headers.x.secret}",
                "${exchange}",
                "${camelContext}",
                "${request}",
                "${statics['java.lang.System']}",
                "${enums['java.lang.Thread']}",
                "${data.class}",
                "<#include '/etc/passwd'>",
                "<#include 'file:///etc/passwd'>",
                "<#include 'classpath:key.ftl'>",
                "<#import 'key.ftl' as k>",
                "${.get_optional_template('/etc/passwd').include()}",
                "<#assign c = .current_template_name?api.class>",
            })
    void noTemplateGetsOut(String attack) {
        assertThatThrownBy(() -> evaluate(attack)).isInstanceOf(TemplateFailedException.class);
        assertThat(tempting.called).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${'Execute'?eval?new()('id')}",
                "${\"'freemarker.template.utility.Execute'?new()('id')\"?eval}",
                "<@\"<#assign e='freemarker.template.utility.Execute'?new()>${e('id')}\"?interpret />",
                "${body? eval}",
                "${body?\neval}",
            })
    void noTextIsMadeCode(String attack) {
        assertThatThrownBy(() -> evaluate(attack)).isInstanceOf(IllegalArgumentException.class);
        assertThat(tempting.called).isFalse();
    }

    @Test
    void aForeignObjectIsItsTextOnly() {
        assertThat(evaluate("${headers.x} ${headers.map.k} ${headers.list[0]}"))
                .isEqualTo("tempting tempting tempting");
        assertThat(tempting.called).isFalse();
    }

    @Test
    void filesCannotBeIncludedByAPathEither(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.ftl"), "secret");
        assertThatThrownBy(() -> evaluate("<#include '" + secret + "'>")).isInstanceOf(TemplateFailedException.class);
    }

    @Test
    void textOfAMessageIsNeverATemplate() {
        exchange.getMessage().setHeader("evil", "${headers.x.secret}<#include '/etc/passwd'>");
        assertThat(evaluate("${headers.evil}")).isEqualTo("${headers.x.secret}<#include '/etc/passwd'>");
    }

    @Test
    void aTemplateCannotChangeTheMessage() {
        assertThatThrownBy(() -> evaluate("${headers.map.put('a', 'b')}")).isInstanceOf(TemplateFailedException.class);
        evaluate("<#assign headers = {'x': 'y'}>${headers.x}");
        assertThat(exchange.getMessage().getHeader("x")).isSameAs(tempting);
    }

    private String evaluate(String template) {
        return MessageTemplate.compile(context, "partitionKeyTemplate", template, 512, () -> watch)
                .evaluate(exchange, "text".getBytes());
    }
}
