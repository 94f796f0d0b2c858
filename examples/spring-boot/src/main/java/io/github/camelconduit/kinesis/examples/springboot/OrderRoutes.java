package io.github.camelconduit.kinesis.examples.springboot;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Region, credentials, positions and the partition key are in {@code application.properties}. */
@Component
public class OrderRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("timer:shop?period={{shop.period}}&includeMetadata=true")
                .routeId("shop")
                .setBody()
                .simple("{\"id\": ${exchangeProperty.CamelTimerCounter}, \"customer\": \"customer-${random(1,6)}\"}")
                .to("conduit-kinesis:{{orders.stream}}");

        from("conduit-kinesis:{{orders.stream}}")
                .routeId("orders")
                .to("log:orders?showHeaders=false&showBodyType=false");
    }
}
