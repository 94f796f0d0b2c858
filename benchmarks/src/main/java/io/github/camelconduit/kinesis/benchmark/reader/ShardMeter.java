package io.github.camelconduit.kinesis.benchmark.reader;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.Processor;

import io.github.camelconduit.kinesis.ConduitKinesisConstants;

/** Which shards have had records. Thread-safe. */
final class ShardMeter {

    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    Processor counting(Meter meter) {
        return exchange -> {
            seen.add(exchange.getMessage().getHeader(ConduitKinesisConstants.SHARD_ID, String.class));
            meter.arrived((byte[]) exchange.getMessage().getBody());
        };
    }

    int shards() {
        return seen.size();
    }
}
