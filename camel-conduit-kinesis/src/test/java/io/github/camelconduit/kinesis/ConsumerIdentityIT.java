package io.github.camelconduit.kinesis;

import java.nio.file.Path;

import org.apache.camel.builder.RouteBuilder;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a consumer is known by: its stream consumer, and the id of its route. */
@Timeout(120)
class ConsumerIdentityIT extends EmbeddedStreamTest {

    @TempDir
    Path positions;

    private RouteBuilder reading(String id, String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(uri("orders", options)).routeId(id).process(received);
            }
        };
    }

    @Test
    void aSecondRouteCannotReadWithTheStreamConsumerOfAnother() throws Exception {
        camel.addRoutes(reading("first", "&consumerName=shared"));
        awaitSubscriptions(4);

        assertThatThrownBy(() -> camel.addRoutes(reading("second", "&consumerName=shared&commitInterval=1s")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("consumerName=shared of stream orders is read with by route first already")
                .hasMessageContaining("route second");

        put(40);
        awaitAll();
    }

    @Test
    void aStreamConsumerIsFreeOnceItsRouteHasStopped() throws Exception {
        camel.addRoutes(reading("first", "&consumerName=shared"));
        awaitSubscriptions(4);
        camel.getRouteController().stopRoute("first");

        camel.addRoutes(reading("second", "&consumerName=shared"));

        put(40);
        awaitAll();
        assertThat(kinesis.consumers("orders")).hasSize(1);
    }

    @Test
    void itIsSaidThatPositionsGoByAnIdThatNobodyGave() throws Exception {
        try (LogCapture log = new LogCapture(Level.INFO)) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(uri("orders", "&positionStore=file&positionDirectory=" + positions))
                            .process(received);
                }
            });
            camel.addRoutes(reading("named", "&positionStore=file&positionDirectory=" + positions));
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("was not given an id"))
                    .singleElement()
                    .asString()
                    .startsWith("WARN Route route")
                    .contains("set consumerName");
        }
    }
}
