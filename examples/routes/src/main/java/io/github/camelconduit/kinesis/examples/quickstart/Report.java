package io.github.camelconduit.kinesis.examples.quickstart;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeSet;

/** The table at the end. */
final class Report {

    private static final String LINE = "  %-24s %10s %10s %10s %10s%n";

    private Report() {}

    static void print(PrintStream out, Ledger.Verdict verdict, Map<String, Long> renewals) {
        out.println();
        out.printf(LINE, "shard", "records", "snapshot", "cdc", "renewals");
        long snapshot = 0;
        long cdc = 0;
        long renewed = 0;
        TreeSet<String> shards = new TreeSet<>(verdict.shards().keySet());
        shards.addAll(renewals.keySet());
        for (String shard : shards) {
            Ledger.ShardCount count = verdict.shards().getOrDefault(shard, new Ledger.ShardCount());
            snapshot += count.snapshot();
            cdc += count.cdc();
            renewed += renewals.getOrDefault(shard, 0L);
            out.printf(
                    LINE,
                    shard,
                    number(count.snapshot() + count.cdc()),
                    number(count.snapshot()),
                    number(count.cdc()),
                    renewals.isEmpty() ? "-" : number(renewals.getOrDefault(shard, 0L)));
        }
        out.printf(
                LINE,
                "all",
                number(verdict.received()),
                number(snapshot),
                number(cdc),
                renewals.isEmpty() ? "-" : number(renewed));
        out.println();
        out.printf(
                "  written %s   received %s   lost %s   doubled %s   out of order %s%n",
                number(verdict.written()),
                number(verdict.received()),
                number(verdict.lost()),
                number(verdict.doubled()),
                number(verdict.outOfOrder()));
        if (verdict.latencyP50() >= 0) {
            out.printf(
                    "  from route to route, once caught up: p50 %.1f ms   p99 %.1f ms%n",
                    verdict.latencyP50(), verdict.latencyP99());
        }
        out.println();
    }

    private static String number(long value) {
        return String.format("%,d", value);
    }
}
