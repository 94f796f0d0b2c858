package io.github.camelconduit.kinesis;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a JMX client sees of a consumer and a producer, and can do. */
@Timeout(120)
class ManagedBeansIT extends EmbeddedStreamTest {

    private static final String TOKEN = "token-that-nobody-may-see";

    private MBeanServer server() {
        return camel.getManagementStrategy().getManagementAgent().getMBeanServer();
    }

    private ObjectName bean(String type, String name) throws Exception {
        Set<ObjectName> found = server().queryNames(
                        new ObjectName("org.apache.camel:context=shop,type=" + type + ",name=" + name), null);
        assertThat(found).hasSize(1);
        return found.iterator().next();
    }

    private ObjectName consumerBean() throws Exception {
        return bean("consumers", "ConduitKinesisConsumer*");
    }

    private ObjectName producerBean() throws Exception {
        return bean("producers", "ConduitKinesisProducer*");
    }

    private Object get(ObjectName bean, String attribute) throws Exception {
        return server().getAttribute(bean, attribute);
    }

    private TabularData table(ObjectName bean, String operation) throws Exception {
        return (TabularData) server().invoke(bean, operation, null, null);
    }

    @SuppressWarnings("unchecked")
    private static Collection<CompositeData> rows(TabularData table) {
        return (Collection<CompositeData>) table.values();
    }

    private Set<String> operations(ObjectName bean) throws Exception {
        return Arrays.stream(server().getMBeanInfo(bean).getOperations())
                .map(MBeanOperationInfo::getName)
                .collect(Collectors.toSet());
    }

    @Test
    void showsHowAConsumerStands() throws Exception {
        route("&sessionToken=" + TOKEN, received);
        put(40);
        awaitReceived(40);
        ObjectName bean = consumerBean();

        assertThat(get(bean, "StreamName")).isEqualTo("orders");
        assertThat(get(bean, "StreamConsumer")).isEqualTo("shop-reader");
        assertThat(get(bean, "RecordsDelivered")).isEqualTo(40L);
        assertThat(get(bean, "Shards")).isEqualTo(4);
        assertThat((Long) get(bean, "BufferedBytes")).isNotNegative();
        await().atMost(LIMIT).until(() -> get(bean, "RecordsInFlight").equals(0));
        await().atMost(LIMIT).until(() -> get(bean, "MillisBehindLatest").equals(0L));
        assertThat(get(bean, "LastError")).isEqualTo("");
        assertThat(get(bean, "LastErrorTime")).isEqualTo("");
        assertThat(get(bean, "Ready")).isEqualTo(true);
        assertThat(get(bean, "Live")).isEqualTo(true);
        assertThat(table(bean, "showTroubles").size()).isZero();
        assertThat(operations(bean))
                .contains(
                        "showPositions",
                        "showTroubles",
                        "resetToStart",
                        "resetToTip",
                        "resetToTime",
                        "resetAllToStart",
                        "resetAllToTip",
                        "resetAllToTime");
    }

    @Test
    void showsWhatIsWrongWithAConsumerAndRemembersTheLastError() throws Exception {
        Instant before = Instant.now();
        kinesis.faults().refuse("SubscribeToShard").withError("InternalFailure").always();
        route("&healthCheckErrorTolerance=0&sessionToken=" + TOKEN, received);
        ObjectName bean = consumerBean();

        await().atMost(LIMIT).until(() -> get(bean, "Ready").equals(false));

        assertThat(get(bean, "Live")).isEqualTo(true);
        assertThat(rows(table(bean, "showTroubles"))).isNotEmpty().allSatisfy(row -> {
            assertThat(row.get("failure")).isEqualTo("SERVICE");
            assertThat(row.get("iamAction")).isEqualTo("");
            assertThat((String) row.get("of")).startsWith("shardId-");
            assertThat((String) row.get("reason")).isEqualTo("the service failed");
            assertThat(Instant.parse((String) row.get("since"))).isBetween(before, Instant.now());
            assertThat(row.get("readinessDown")).isEqualTo(true);
            assertThat(row.get("livenessDown")).isEqualTo(false);
        });
        kinesis.faults().clear();
        await().atMost(LIMIT).until(() -> get(bean, "Ready").equals(true));
        assertThat((String) get(bean, "LastError")).isEqualTo("the service failed");
        assertThat(Instant.parse((String) get(bean, "LastErrorTime"))).isBetween(before, Instant.now());
        assertNothingSecret(bean);
    }

    private void writer(String options) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("writer").to(uri("orders", "&sessionToken=" + TOKEN + options));
            }
        });
    }

    private void send() {
        camel.createProducerTemplate().send("direct:in", exchange -> {
            exchange.getMessage().setBody("body");
            exchange.getMessage().setHeader(ConduitKinesisConstants.PARTITION_KEY, "k");
        });
    }

    @Test
    void showsHowAProducerStands() throws Exception {
        writer("");
        send();
        send();
        ObjectName bean = producerBean();
        // An exchange goes on before its record is counted off.
        await().atMost(LIMIT).until(() -> get(bean, "BufferedRecords").equals(0));

        assertThat(get(bean, "StreamName")).isEqualTo("orders");
        assertThat(get(bean, "RecordsWritten")).isEqualTo(2L);
        assertThat(get(bean, "BytesWritten")).isEqualTo(10L);
        assertThat(get(bean, "RecordsFailed")).isEqualTo(0L);
        assertThat(get(bean, "FailedAttempts")).isEqualTo(0L);
        assertThat(get(bean, "Requests")).isEqualTo(2L);
        assertThat(get(bean, "BufferedBytes")).isEqualTo(0L);
        assertThat(get(bean, "BufferedRecords")).isEqualTo(0);
        assertThat(get(bean, "WaitingForRoom")).isEqualTo(0);
        assertThat(get(bean, "RequestsInFlight")).isEqualTo(0);
        assertThat(get(bean, "ThrottledShards")).isEqualTo(0);
        assertThat(get(bean, "LastError")).isEqualTo("");
        assertThat(get(bean, "LastErrorTime")).isEqualTo("");
        assertThat(get(bean, "Ready")).isEqualTo(true);
        assertThat(get(bean, "Live")).isEqualTo(true);
        assertThat(rows(table(bean, "showStreams"))).singleElement().satisfies(row -> {
            assertThat(row.get("stream")).isEqualTo("orders");
            assertThat(row.get("state")).isEqualTo("IDLE");
            assertThat(row.get("bufferedRecords")).isEqualTo(0L);
            assertThat(row.get("inFlightRequests")).isEqualTo(0L);
            assertThat(row.get("throttledShards")).isEqualTo("");
            assertThat(row.get("failure")).isEqualTo("");
            assertThat(row.get("failingSince")).isEqualTo("");
            assertThat(Instant.parse((String) row.get("lastWritten"))).isBeforeOrEqualTo(Instant.now());
        });
    }

    @Test
    void showsWhatIsWrongWithAProducerAndRemembersTheLastError() throws Exception {
        Instant before = Instant.now();
        kinesis.faults().refuse("PutRecords").withError("AccessDeniedException").once();
        writer("");
        send();
        ObjectName bean = producerBean();

        assertThat(get(bean, "Ready")).isEqualTo(false);
        assertThat(get(bean, "Live")).isEqualTo(true);
        assertThat(get(bean, "RecordsFailed")).isEqualTo(1L);
        assertThat(get(bean, "FailedAttempts")).isEqualTo(1L);
        assertThat(rows(table(bean, "showTroubles"))).singleElement().satisfies(row -> {
            assertThat(row.get("failure")).isEqualTo("ACCESS_DENIED");
            assertThat(row.get("iamAction")).isEqualTo("kinesis:PutRecords");
            assertThat(row.get("of")).isEqualTo("orders");
        });
        assertThat(rows(table(bean, "showStreams"))).singleElement().satisfies(row -> assertThat(row.get("failure"))
                .isEqualTo("ACCESS_DENIED"));
        send();
        assertThat(get(bean, "Ready")).isEqualTo(true);
        assertThat((String) get(bean, "LastError")).contains("kinesis:PutRecords");
        assertThat(Instant.parse((String) get(bean, "LastErrorTime"))).isBetween(before, Instant.now());
        assertNothingSecret(bean);
    }

    private void assertNothingSecret(ObjectName bean) throws Exception {
        assertThat(bean.toString()).doesNotContain(TOKEN);
        for (var attribute : server().getMBeanInfo(bean).getAttributes()) {
            Object value = get(bean, attribute.getName());
            assertThat(Map.of(attribute.getName(), String.valueOf(value)).toString())
                    .doesNotContain(TOKEN);
        }
    }
}
