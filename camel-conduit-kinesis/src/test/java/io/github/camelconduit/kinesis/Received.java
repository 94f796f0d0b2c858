package io.github.camelconduit.kinesis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.StoredRecord;

/** A processor that notes what a route receives, and holds it against what the server has. */
final class Received implements Processor {

    private final ConcurrentLinkedQueue<One> all = new ConcurrentLinkedQueue<>();

    record One(String shardId, String sequenceNumber, String body, Map<String, Object> headers) {
        Object header(String name) {
            return headers.get(name);
        }
    }

    @Override
    public void process(Exchange exchange) {
        Map<String, Object> headers = exchange.getMessage().getHeaders();
        all.add(new One(
                (String) headers.get(ConduitKinesisConstants.SHARD_ID),
                (String) headers.get(ConduitKinesisConstants.SEQUENCE_NUMBER),
                new String(exchange.getMessage().getBody(byte[].class), StandardCharsets.UTF_8),
                Map.copyOf(headers)));
    }

    int size() {
        return all.size();
    }

    List<One> list() {
        return new ArrayList<>(all);
    }

    List<String> bodies() {
        return all.stream().map(One::body).toList();
    }

    /** Counts what was received against what the server stores. */
    Count against(EmbeddedKinesis server, String stream) {
        Map<String, String> last = new ConcurrentHashMap<>();
        Set<String> seen = new HashSet<>();
        int doubled = 0;
        int outOfOrder = 0;
        for (One one : all) {
            if (!seen.add(one.shardId() + "/" + one.sequenceNumber())) {
                doubled++;
            }
            String before = last.put(one.shardId(), one.sequenceNumber());
            if (before != null && compare(before, one.sequenceNumber()) >= 0) {
                outOfOrder++;
            }
        }
        int sent = 0;
        int lost = 0;
        for (StoredRecord stored : server.records(stream)) {
            sent++;
            if (!seen.contains(stored.shardId() + "/" + stored.sequenceNumber())) {
                lost++;
            }
        }
        return new Count(sent, all.size(), lost, doubled, outOfOrder);
    }

    private static int compare(String left, String right) {
        return new java.math.BigInteger(left).compareTo(new java.math.BigInteger(right));
    }

    /** The outcome of a run. */
    record Count(int sent, int received, int lost, int doubled, int outOfOrder) {

        static Count exactly(int sent) {
            return new Count(sent, sent, 0, 0, 0);
        }
    }
}
