package io.github.camelconduit.kinesis.embedded.call;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.fault.Faults;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.subscribe.Subscriptions;

/** The operations by AWS's names. Immutable. */
public final class Operations {

    private final Map<String, Operation> byName = new HashMap<>();

    public Operations(KinesisAccount account, Subscriptions subscriptions, Faults faults, Rules rules) {
        byName.putAll(new StreamCalls(account, subscriptions, rules).operations());
        byName.putAll(new ShardCalls(account, rules).operations());
        byName.putAll(new ConsumerCalls(account, subscriptions, rules).operations());
        byName.putAll(new WriteCalls(account, faults, rules).operations());
        byName.putAll(new ReadCalls(account, rules).operations());
    }

    public Optional<Operation> byName(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
