package io.github.camelconduit.kinesis.embedded.call;

import java.util.Map;

import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.codec.Answer;
import io.github.camelconduit.kinesis.embedded.codec.Request;
import io.github.camelconduit.kinesis.embedded.log.CallEntry;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;

/** DescribeLimits, DescribeAccountSettings. */
final class AccountCalls {

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
        int open = account.openShardCount();
        long onDemand = account.onDemandStreamCount();
        return to -> to.number("ShardLimit", rules.maxShards())
                .number("OpenShardCount", open)
                .number("OnDemandStreamCount", onDemand)
                .number("OnDemandStreamCountLimit", rules.onDemandStreams());
    }

    private Answer settings(Request request, CallEntry entry) {
        return to -> to.structure("MinimumThroughputBillingCommitment", c -> c.text("Status", "DISABLED"));
    }
}
