package io.github.camelconduit.kinesis.embedded.call;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.vertx.core.Vertx;

import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.fault.Faults;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.subscribe.Subscriptions;

/** The operations by AWS's names. Immutable. */
public final class Operations {

    private final Map<String, Operation> byName = new HashMap<>();

    public Operations(Vertx vertx, KinesisAccount account, Subscriptions subscriptions, Faults faults, Rules rules) {
        StreamUpdates updates = new StreamUpdates(vertx, rules.streamUpdateTime());
        byName.putAll(new AccountCalls(account, rules).operations());
        byName.putAll(new StreamCalls(account, subscriptions, rules).operations());
        byName.putAll(new SettingCalls(account, updates).operations());
        byName.putAll(new TagCalls(account, rules).operations());
        byName.putAll(new ShardCalls(account, updates, rules).operations());
        byName.putAll(new ConsumerCalls(account, subscriptions, rules).operations());
        byName.putAll(new WriteCalls(account, faults, rules).operations());
        byName.putAll(new ReadCalls(account, rules).operations());
    }

    public Optional<Operation> byName(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
