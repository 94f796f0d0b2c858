package io.github.camelconduit.kinesis.publish;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The records of one message to one stream, where the order of keys is kept: when one of them fails, those of its key
 * behind it are not sent, or sending the message again would put it behind them. Thread-safe.
 */
final class RecordGroup {

    private final Set<String> failedKeys = ConcurrentHashMap.newKeySet();

    void failed(String partitionKey) {
        failedKeys.add(partitionKey);
    }

    boolean hasFailed(String partitionKey) {
        return failedKeys.contains(partitionKey);
    }
}
