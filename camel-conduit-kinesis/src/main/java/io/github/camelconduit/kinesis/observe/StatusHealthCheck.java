package io.github.camelconduit.kinesis.observe;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Camel's health check of a consumer or a producer, for readiness or for liveness: DOWN with the reason while it does not
 * work as it should, or while a new start would help. It calls no service and no store.
 */
public final class StatusHealthCheck extends AbstractHealthCheck {

    private static final String GROUP = "camel";

    private final Supplier<? extends EndpointStatus> status;
    private final Kind kind;

    private StatusHealthCheck(String id, Supplier<? extends EndpointStatus> status, Kind kind) {
        super(GROUP, id);
        this.status = status;
        this.kind = kind;
    }

    /** @param status how it stands; called from any thread */
    public static StatusHealthCheck ofReadiness(String id, Supplier<? extends EndpointStatus> status) {
        return new StatusHealthCheck(id, status, Kind.READINESS);
    }

    /** @param status how it stands; called from any thread */
    public static StatusHealthCheck ofLiveness(String id, Supplier<? extends EndpointStatus> status) {
        return new StatusHealthCheck(id, status, Kind.LIVENESS);
    }

    @Override
    public boolean isReadiness() {
        return kind == Kind.READINESS;
    }

    @Override
    public boolean isLiveness() {
        return kind == Kind.LIVENESS;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        EndpointStatus now = status.get();
        now.details(builder::detail);
        List<Trouble> down = now.health().down(kind);
        if (down.isEmpty()) {
            builder.up();
            return;
        }
        Trouble first = down.stream().min(Comparator.comparing(Trouble::since)).orElseThrow();
        long parts = down.stream()
                .map(Trouble::of)
                .filter(Objects::nonNull)
                .distinct()
                .count();
        builder.down();
        builder.message("Stream " + now.stream() + ": " + first.reason()
                + (parts > 1 ? " (" + parts + " " + now.part() + "s are concerned)" : ""));
        builder.detail("since", first.since().toString());
        builder.detail("failure", first.failure());
        if (first.iamAction() != null) {
            builder.detail("iam.action", first.iamAction());
        }
        if (first.of() != null) {
            builder.detail(now.part(), first.of());
            builder.detail(now.part() + "s.down", parts);
        }
    }
}
