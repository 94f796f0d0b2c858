package io.github.camelconduit.kinesis.embedded.call;

import java.util.List;
import java.util.Map;

import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.codec.Answer;
import io.github.camelconduit.kinesis.embedded.codec.Request;
import io.github.camelconduit.kinesis.embedded.log.CallEntry;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;
import io.github.camelconduit.kinesis.embedded.stream.StreamMode;

/** DescribeLimits, DescribeAccountSettings. */
final class AccountCalls {

    /** AWS's quota. This server does not enforce it. */
    private static final int ON_DEMAND_STREAMS = 50;

    private final KinesisAccount account;
    private final Rules rules;

    AccountCalls(KinesisAccount account, Rules rules) {
        this.account = account;
        this.rules = rules;
    }

    Map<String, Operation> operations() {
        return Map.of("DescribeLimits", this::limits, "DescribeAccountSettings", this::settings);
    }

    private Answer limits(Request request, CallEntry entry) {
        List<KinesisStream> streams = account.streams(null);
        int open = account.openShardCount();
        long onDemand = streams.stream()
                .filter(s -> s.settings().mode() == StreamMode.ON_DEMAND)
                .count();
        return to -> to.number("ShardLimit", rules.maxShards())
                .number("OpenShardCount", open)
                .number("OnDemandStreamCount", onDemand)
                .number("OnDemandStreamCountLimit", ON_DEMAND_STREAMS);
    }

    private Answer settings(Request request, CallEntry entry) {
        return to -> to.structure("MinimumThroughputBillingCommitment", c -> c.text("Status", "DISABLED"));
    }
}
