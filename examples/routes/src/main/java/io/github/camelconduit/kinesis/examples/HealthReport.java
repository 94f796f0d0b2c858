package io.github.camelconduit.kinesis.examples;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/** Asks Camel's health checks, as an application does that has no HTTP endpoint for them. */
public final class HealthReport {

    private HealthReport() {}

    /** What is not ready, a line each; empty when all is. */
    public static List<String> notReady(CamelContext camelContext) {
        return down(HealthCheckHelper.invokeReadiness(camelContext));
    }

    /** What only a new start helps against, a line each; empty when there is no such thing. */
    public static List<String> notLive(CamelContext camelContext) {
        return down(HealthCheckHelper.invokeLiveness(camelContext));
    }

    private static List<String> down(Collection<HealthCheck.Result> results) {
        List<String> lines = new ArrayList<>();
        for (HealthCheck.Result result : results) {
            if (result.getState() == HealthCheck.State.DOWN) {
                lines.add(result.getCheck().getId() + ": " + result.getMessage().orElse("") + " "
                        + result.getDetails().get("failure"));
            }
        }
        return lines;
    }
}
