package io.github.camelconduit.kinesis.partition;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MessageTemplateTest {

    private final CamelContext context = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(context);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    /** Stands still, so that a slow machine ends no evaluation, unless each look is to find it later. */
    private final AtomicLong now = new AtomicLong();

    private volatile long nanosBetweenLooks;
    private final TemplateWatch watch = new TemplateWatch(timer, () -> now.getAndAdd(nanosBetweenLooks));

    @AfterEach
    void stop() {
        timer.shutdownNow();
        context.stop();
    }

    @Test
    void seesBodyHeadersAndVariablesAsCamelFreemarkerNamesThem() {
        exchange.getMessage().setHeader("customer", "c-1");
        exchange.setVariable("region", "north");
        assertThat(evaluate(
                        "${body} ${header.customer} ${headers['customer']} ${variable.region} ${variables.region}",
                        "text"))
                .isEqualTo("text c-1 c-1 north north");
    }

    @Test
    void seesTheMessageOfTheException() {
        exchange.setException(new IllegalStateException("broken"));
        assertThat(evaluate("${exception.message}", "x")).isEqualTo("broken");
    }

    @Test
    void walksAJsonBodyInText() {
        assertThat(evaluate("${data.customer.id}-${data.items[1].sku}", """
                {"customer": {"id": "c-7"}, "items": [{"sku": "a"}, {"sku": "b"}]}""")).isEqualTo("c-7-b");
    }

    @Test
    void walksAJsonBodyInBytes() {
        exchange.getMessage().setBody("{\"id\": \"\u20AC\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(evaluate("${data.id}")).isEqualTo("\u20AC");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsABodyInTheCharsetThatTheExchangeNames(boolean asText) {
        exchange.setProperty(Exchange.CHARSET_NAME, "ISO-8859-1");
        String json = "{\"id\": \"M\u00FCller\"}";
        byte[] bytes = json.getBytes(StandardCharsets.ISO_8859_1);
        exchange.getMessage().setBody(asText ? json : bytes);
        assertThat(compile("${data.id} ${body}").evaluate(exchange, bytes)).isEqualTo("M\u00FCller " + json);
    }

    @Test
    void walksAMapBody() {
        exchange.getMessage().setBody(Map.of("customer", Map.of("id", 12L)));
        assertThat(compile("${data.customer.id}").evaluate(exchange, new byte[0]))
                .isEqualTo("12");
    }

    @Test
    void aBodyOfBytesIsText() {
        exchange.getMessage().setBody("as text".getBytes(StandardCharsets.UTF_8));
        assertThat(evaluate("${body}")).isEqualTo("as text");
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 1000",
        "1234567, 1234567",
        "12345678901234567890, 12345678901234567890",
        "0.1, 0.1",
        "123456789.123456789012345678, 123456789.123456789012345678",
        "-5, -5",
        "true, true"
    })
    void numbersKeepTheirDigitsWithoutGrouping(String json, String printed) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(evaluate("${data.n}", "{\"n\": " + json + "}")).isEqualTo(printed);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aNumberWithAHugeExponentDoesNotFillTheMemory() {
        assertThat(evaluate("${data.n}", "{\"n\": 1e999999999}")).hasSizeLessThan(20);
    }

    @Test
    void datesAreTheirIsoText() {
        exchange.getMessage().setHeader("old", new Date(0));
        exchange.getMessage().setHeader("new", Instant.EPOCH);
        assertThat(evaluate("${header.old} ${header.new}", "x")).isEqualTo("1970-01-01T00:00:00Z 1970-01-01T00:00:00Z");
    }

    @Test
    void anyOtherValueIsItsText() {
        UUID id = UUID.randomUUID();
        exchange.getMessage().setHeader("id", id);
        assertThat(evaluate("${header.id}", "x")).isEqualTo(id.toString());
    }

    @Test
    void doesNotParseTheBodyUnlessDataIsAskedFor() {
        assertThat(evaluate("${body}", "{not json")).isEqualTo("{not json");
    }

    @Test
    void aBodyThatIsNotJsonFailsOnlyWhereDataIsAskedFor() {
        assertThatThrownBy(() -> evaluate("a\n${data.id}", "secret {not json"))
                .isInstanceOf(TemplateFailedException.class)
                .hasMessageContaining("partitionKeyTemplate")
                .hasMessageContaining("not JSON")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aMissingFieldFailsWithOptionLineAndCause() {
        assertThatThrownBy(() -> evaluate("a\nb${data.customer.id}", "{}"))
                .isInstanceOf(TemplateFailedException.class)
                .hasMessageContaining("partitionKeyTemplate failed at line 2, column 4")
                .hasMessageContaining("data.customer")
                .hasCauseInstanceOf(freemarker.template.TemplateException.class);
    }

    @Test
    void aMissingFieldCanHaveADefault() {
        assertThat(evaluate("${data.customer.id!'none'}${(data.a.b.c)!''}", "{\"customer\": {}}"))
                .isEqualTo("none");
    }

    @Test
    void aTemplateThatDoesNotCompileNamesOptionAndLine() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> compile("a\n${data.id"))
                .withMessageContaining("partitionKeyTemplate does not compile: line 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ .Payload.After.id }}", "{{.Key}}", "{{- printf .Key -}}", "a-{{ $x }}"})
    void aGoTemplateIsRefused(String template) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> compile(template))
                .withMessageContaining("partitionKeyTemplate")
                .withMessageContaining("Go template");
    }

    @Test
    void aGoTemplateInAResourceIsRefused(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("key.tmpl"), "{{ .Payload.After.id }}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> compile("resource:file:" + file))
                .withMessageContaining("Go template");
    }

    @Test
    void loadsAResourceWithoutTheLineBreakAtItsEnd(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("key.ftl"), "${data.id}\n");
        assertThat(evaluate("resource:file:" + file, "{\"id\": \"k\"}")).isEqualTo("k");
        assertThat(evaluate("resource:classpath:key.ftl", "{\"id\": \"k\"}")).isEqualTo("classpath-k");
    }

    @Test
    void aResourceThatIsNotThereNamesOptionAndLocation() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> compile("resource:classpath:no-such.ftl"))
                .withMessageContaining("partitionKeyTemplate")
                .withMessageContaining("classpath:no-such.ftl");
    }

    @Test
    @Timeout(20)
    void stopsAsSoonAsTheResultIsLongEnough() {
        assertThat(evaluate("<#list 1.. as i>x</#list>", "x")).hasSize(512);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<#list 1.. as i></#list>",
                "<#list 1..2000000000 as i><#list 1..2000000000 as j></#list></#list>",
                "<#list 1..data.n as i></#list>",
                "<#macro m n><#if n gt 0><@m n-1/><@m n-1/></#if></#macro><@m 60/>",
                "<#function f n><#if n gt 0><#return f(n-1) + f(n-1)></#if><#return 0></#function>${f(60)}",
                "<#list 1.. as i><#attempt><#list 1.. as j></#list><#recover></#attempt></#list>",
            })
    @Timeout(20)
    void aTemplateThatDoesNotEndFailsTheMessageAndLeavesTheThreadAsItWas(String template) {
        timePasses();
        assertThatThrownBy(() -> evaluate(template, "{\"n\": 1000000000000}"))
                .isInstanceOf(TemplateFailedException.class)
                .hasMessageMatching("partitionKeyTemplate failed: it (takes longer than 1000 ms|needs more than .*)");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        nanosBetweenLooks = 0;
        assertThat(evaluate("<#list 1..3 as i>${i}</#list>", "x")).isEqualTo("123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${data.a?filter(x -> data.a?filter(y -> data.a?filter(z -> false)?size gt 0)?size gt 0)?size}",
                "<#assign s = data.a?sort>${s?filter(x -> s?filter(y -> s?filter(z -> z == -x)?size gt 0)?size gt 0)?size}",
                "${data.m?keys?filter(x -> data.a?filter(y -> data.m?keys?filter(z -> z == x + y)?size gt 0)?size gt 0)?size}",
                "<#assign w = data.m?keys?join(' ')?split(' ')>${w?filter(x -> w?filter(y -> w?seq_contains(x + y))?size gt 0)?size}",
                "<#attempt>${data.a?filter(x -> data.a?filter(y -> data.a?seq_contains(-x - y))?size gt 0)?size}"
                        + "<#recover>recovered</#attempt>",
            })
    @Timeout(20)
    void anExpressionThatGoesOverListsOfTheMessageForLongFailsTheMessage(String template) {
        String numbers = IntStream.range(1, 3_000).mapToObj(String::valueOf).collect(Collectors.joining(","));
        String map = IntStream.range(1, 3_000).mapToObj(i -> "\"" + i + "\":1").collect(Collectors.joining(","));
        timePasses();
        assertThatThrownBy(() -> evaluate(template, "{\"a\": [" + numbers + "], \"m\": {" + map + "}}"))
                .isInstanceOf(TemplateFailedException.class)
                .hasMessageMatching("partitionKeyTemplate failed: it (takes longer than 1000 ms|needs more than .*)");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        nanosBetweenLooks = 0;
        assertThat(evaluate("${data.n}", "{\"n\": 1}")).isEqualTo("1");
    }

    @Test
    @Timeout(20)
    void aTemplateThatTakesLongAndLittleMemoryIsEndedByItsTime() {
        CountDownLatch never = new CountDownLatch(1);
        exchange.getMessage().setHeader("slow", new Object() {
            @Override
            public String toString() {
                try {
                    return String.valueOf(never.await(20, TimeUnit.MILLISECONDS));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return "";
                }
            }
        });
        timePasses();
        assertThatThrownBy(() -> evaluate("<#list 1.. as i><#assign s = header.slow></#list>", "x"))
                .isInstanceOf(TemplateFailedException.class)
                .hasMessage("partitionKeyTemplate failed: it takes longer than 1000 ms");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<#assign s = body><#list 1..40 as i><#assign s = s + s></#list>",
                "<#assign s><#list 1.. as i>${body}</#list></#assign>",
                "<#function f s n><#if n gt 0><#return f(s + s, n - 1)></#if><#return s></#function>${f(body, 40)}",
            })
    @Timeout(20)
    void aTemplateThatFillsTheMemoryFailsTheMessageAndLeavesTheThreadAsItWas(String template) {
        assertThatThrownBy(() -> evaluate(template, "x".repeat(4_000)))
                .isInstanceOf(TemplateFailedException.class)
                .hasMessageContaining("partitionKeyTemplate failed: it needs more ")
                .hasMessageContaining("memory");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(evaluate("<#list 1..3 as i>${i}</#list>", "x")).isEqualTo("123");
    }

    @Test
    @Timeout(20)
    void aTemplateThatMakesMuchGarbageEndsBeforeItsTimeIsOver() {
        assertThatThrownBy(() -> evaluate("<#list 1.. as i><#assign s = body + i></#list>", "x".repeat(4_000)))
                .isInstanceOf(TemplateFailedException.class)
                .hasMessage("partitionKeyTemplate failed: it needs more than %d bytes of memory"
                        .formatted(TemplateWatch.LIMIT_BYTES + 64 * 4_000));
    }

    @Test
    void aLargeMessageMayTakeAsMuchMoreMemory() {
        String item = "{\"id\": \"0123456789\"}";
        String body = "{\"items\": [" + (item + ",").repeat(50_000) + item + "]}";
        assertThat(evaluate("<#list data.items as item><#assign last = item.id></#list>${last}", body))
                .isEqualTo("0123456789");
    }

    @Test
    void aLackOfMemoryInOneExpressionFailsTheMessageOnly() {
        exchange.getMessage().setHeader("huge", new Object() {
            @Override
            public String toString() {
                throw new OutOfMemoryError("Java heap space");
            }
        });
        assertThatThrownBy(() -> evaluate("${header.huge}", "x"))
                .isInstanceOf(TemplateFailedException.class)
                .hasMessageContaining("partitionKeyTemplate failed: it needs more memory than there is")
                .hasCauseInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void anInterruptionOfTheThreadBeforeIsNeitherInTheWayNorSwallowed() {
        Thread.currentThread().interrupt();
        try {
            assertThat(evaluate("<#list data.a as i>${i}</#list>", "{\"a\": [1, 2]}"))
                    .isEqualTo("12");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    @Timeout(20)
    void anInterruptionOfTheThreadMeanwhileEndsItAndIsNotSwallowed() {
        exchange.getMessage().setHeader("interrupting", new Object() {
            @Override
            public String toString() {
                Thread.currentThread().interrupt();
                return "";
            }
        });
        try {
            assertThatThrownBy(() -> evaluate("${header.interrupting}<#list 1.. as i></#list>", "x"))
                    .isInstanceOf(TemplateFailedException.class)
                    .hasMessageNotContaining("longer");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<@\"<#list 1.. as i></#list>\"?interpret />",
                "${\"(1..)?filter(x -> false)?first\"?eval}",
                "${(1..)?filter(x -> false)?first}",
                "<#assign r = 1..>${r?filter(x -> false)?first}",
                "${(1..2000000000)?join('')}",
                "<#assign r = 1..2000000000>${r?join('')}",
                "${((1..2000000000))?join('')}",
                "${[1..2000000000][0]?join('')}",
                "<#list (1..2000000000)[0..5] as i>${i}</#list>",
                "<#list [1..2000000000] as r>${r?join('')}</#list>",
                "<#macro list r>${r?join('')}</#macro><@list 1..2000000000/>",
                "<#function f><#return 1..2000000000></#function>${f()?join('')}",
                "${\"a${(1..2000000000)?join('')}\"}",
                "${r\"\\\" + \"${(1..2000000000)?join('')}\"}",
                "${body?left_pad(2000000000)}",
                "${body?rightPad(data.n)}",
                "${body?replace('', body)}",
                "${body?replace(\"\", body, \"r\")}",
                "${body?replace((\"\"), body)}",
                "${body?replace(r'', body)}",
                "${(body?left_pad)(2000000000)}",
                "${(body?replace)('', body)}",
                "<#assign p = body?left_pad>${p(2000000000)}",
                "<#assign p = body?rightPad>${p(2000000000)}",
                "<#assign r = body?replace>${r('', body)}",
            })
    void whatCouldNotBeEndedIsRefusedWhenItIsCompiled(String template) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> compile(template))
                .withMessageContaining("partitionKeyTemplate uses")
                .withMessageContaining("for ever");
    }

    @Test
    void jsonInATextCanBeReadAndListsOfTheMessageFiltered() {
        exchange.getMessage().setHeader("ids", List.of("a", "bb"));
        exchange.getMessage().setHeader("json", "{\"id\": 7}");
        assertThat(evaluate("${header.json?eval_json.id}${header.ids?filter(i -> i?length == 2)?first}", "x"))
                .isEqualTo("7bb");
    }

    @Test
    void somethingCanBeCutOutAndDotsInATextAreNoRange() {
        exchange.getMessage().setHeader("ids", List.of("a", "b", "c"));
        assertThat(evaluate("${body[0..2]}-${body[2..]}-${header.ids[1..2]?join('')}", "abcdef"))
                .isEqualTo("abc-cdef-bc");
        assertThat(evaluate("<#-- 1..2 -->a..b${'..'}${\"..\" + body?left_pad(3, '0')}", "x"))
                .isEqualTo("a..b....00x");
        assertThat(evaluate(
                        "<#list header.ids[0..1] as id>${id}</#list><#list 1..2><#items as i>${i}</#items></#list>",
                        "x"))
                .isEqualTo("ab12");
    }

    @Test
    void endlessRecursionFailsTheMessageOnly() {
        assertThatThrownBy(() -> evaluate("<#macro m><@m/></#macro><@m/>", "x"))
                .isInstanceOf(TemplateFailedException.class);
    }

    @Test
    void listsOfHeadersCanBeWalked() {
        exchange.getMessage().setHeader("ids", List.of("a", "b"));
        exchange.getMessage().setHeader("array", new int[] {4, 5});
        assertThat(evaluate("${header.ids?join('+')} ${header.array[1]}", "x")).isEqualTo("a+b 5");
    }

    /** Its time is over at the tenth look. */
    private void timePasses() {
        nanosBetweenLooks = TemplateWatch.LIMIT.toNanos() / 10;
    }

    private String evaluate(String template, String body) {
        exchange.getMessage().setBody(body);
        return evaluate(template);
    }

    private String evaluate(String template) {
        return compile(template).evaluate(exchange, exchange.getMessage().getBody(byte[].class));
    }

    private MessageTemplate compile(String template) {
        return MessageTemplate.compile(context, "partitionKeyTemplate", template, 512, () -> watch);
    }
}
