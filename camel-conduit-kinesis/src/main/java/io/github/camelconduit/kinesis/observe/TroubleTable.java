package io.github.camelconduit.kinesis.observe;

import java.util.ArrayList;
import java.util.List;

import javax.management.openmbean.TabularData;

import org.apache.camel.health.HealthCheck;

import io.github.camelconduit.kinesis.observe.OpenTable.Column;

import static io.github.camelconduit.kinesis.observe.OpenTable.text;

/** What is not as it should be with a consumer or producer, as JMX has tables. */
public final class TroubleTable {

    private static final OpenTable TABLE = new OpenTable(
            "Trouble",
            "What is not as it should be",
            Column.ofLong("number", "Its number"),
            Column.text("failure", "What kind of failure"),
            Column.text("reason", "What it means and what helps"),
            Column.text("of", "The id of the shard, or the stream; empty when it is about all"),
            Column.text("iamAction", "The IAM action that is missing; empty when it is not that"),
            Column.text("since", "When it began"),
            Column.flag("readinessDown", "Whether the readiness check says DOWN for it"),
            Column.flag("livenessDown", "Whether the liveness check says DOWN for it"));

    private TroubleTable() {}

    public static TabularData of(Health health) {
        List<Trouble> unready = health.down(HealthCheck.Kind.READINESS);
        List<Trouble> unlive = health.down(HealthCheck.Kind.LIVENESS);
        List<Object[]> rows = new ArrayList<>();
        for (Trouble trouble : health.troubles()) {
            rows.add(new Object[] {
                (long) rows.size() + 1,
                trouble.failure(),
                trouble.reason(),
                text(trouble.of()),
                text(trouble.iamAction()),
                trouble.since().toString(),
                unready.contains(trouble),
                unlive.contains(trouble)
            });
        }
        return TABLE.of(rows);
    }
}
