package io.github.camelconduit.kinesis.embedded.call;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.fault.CallTarget;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.RateLimit;

/** How often the operations may be called, in the account or for a stream. Thread-safe. */
public final class CallRates {

    private final Rules rules;
    private final Map<Key, RateLimit> limits = new ConcurrentHashMap<>();

    public CallRates(Rules rules) {
        this.rules = rules;
    }

    /**
     * What is counted together. A stream is counted by what the request calls it, not by which stream that is: one that was
     * made again under its name goes on with the second of the one before, and a name that no stream has is counted as
     * well, since callers are held back before anything is looked up for them.
     *
     * @param stream its name; null for a quota of the account, and for a request that names no stream
     */
    private record Key(String operation, String stream) {}

    /** @throws KinesisServiceException LimitExceededException when the operation was called too often */
    public void admit(CallTarget call) {
        Integer quota = rules.callsPerSecond().get(call.operation());
        if (quota == null) {
            return;
        }
        String stream = Rules.CALLS_COUNTED_BY_STREAM.contains(call.operation()) ? call.stream() : null;
        if (!limits.computeIfAbsent(new Key(call.operation(), stream), k -> new RateLimit(quota))
                .tryTake(1)) {
            throw KinesisServiceException.limitExceeded(
                    stream == null
                            ? "Rate exceeded for %s under account %s.".formatted(call.operation(), KinesisAccount.ID)
                            : "Rate exceeded for %s and stream %s under account %s."
                                    .formatted(call.operation(), stream, KinesisAccount.ID));
        }
    }

    /** Forgets the calls so far. */
    public void reset() {
        limits.clear();
    }
}
