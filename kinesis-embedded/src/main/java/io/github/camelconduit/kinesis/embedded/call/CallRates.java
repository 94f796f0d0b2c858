package io.github.camelconduit.kinesis.embedded.call;

import java.util.Map;
import java.util.stream.Collectors;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.RateLimit;

/** How often the operations may be called in the account. Thread-safe. */
public final class CallRates {

    private final Map<String, RateLimit> limits;

    public CallRates(Rules rules) {
        limits = rules.callsPerSecond().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> new RateLimit(e.getValue())));
    }

    /** @throws KinesisServiceException LimitExceededException when the operation was called too often */
    public void admit(String operation) {
        RateLimit limit = limits.get(operation);
        if (limit != null && !limit.tryTake(1)) {
            throw KinesisServiceException.limitExceeded(
                    "Rate exceeded for %s under account %s.".formatted(operation, KinesisAccount.ID));
        }
    }
}
