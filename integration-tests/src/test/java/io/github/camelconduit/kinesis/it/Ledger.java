package io.github.camelconduit.kinesis.it;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.github.camelconduit.kinesis.ConduitKinesisConstants;

/**
 * Hands out numbered entries to write, notes as a route's processor what arrives, and judges by the numbers alone. One
 * thread writes, so that the ids rise within every key; any number of threads receive. A record that the stream holds
 * twice, because it was written again when an answer was lost, is the writer's doing and no duplicate of the reader's:
 * those are told by shard and sequence number.
 */
final class Ledger implements Processor {

    /** Enough keys that every shard gets some. */
    private static final int KEYS = 97;

    private static final Pattern PAYLOAD = Pattern.compile("\\{\"id\":(\\d+),\"key\":\"([^\"]*)\"}");

    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger received = new AtomicInteger();
    private final ConcurrentLinkedQueue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final Set<Integer> notWritten = ConcurrentHashMap.newKeySet();
    private volatile int life;

    /**
     * What arrived in the route, and what its headers said.
     *
     * @param life how often the reader had been restarted
     */
    record Arrival(int id, String key, String shardId, String sequenceNumber, String phase, int life) {}

    /** The next entry to write. */
    Entry next() {
        int id = written.getAndIncrement();
        String key = "key-" + id % KEYS;
        String payload = "{\"id\":%d,\"key\":\"%s\"}".formatted(id, key);
        return new Entry(id, key, payload.getBytes(StandardCharsets.UTF_8));
    }

    List<Entry> next(int count) {
        return IntStream.range(0, count).mapToObj(i -> next()).toList();
    }

    @Override
    public void process(Exchange exchange) {
        String payload = new String(exchange.getMessage().getBody(byte[].class), StandardCharsets.UTF_8);
        Matcher matcher = PAYLOAD.matcher(payload);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not written here: " + payload);
        }
        arrivals.add(new Arrival(
                Integer.parseInt(matcher.group(1)),
                matcher.group(2),
                exchange.getMessage().getHeader(ConduitKinesisConstants.SHARD_ID, String.class),
                exchange.getMessage().getHeader(ConduitKinesisConstants.SEQUENCE_NUMBER, String.class),
                exchange.getMessage().getHeader(ConduitKinesisConstants.PHASE, String.class),
                life));
        received.incrementAndGet();
    }

    /** The writer says that it could not write an entry: it may arrive and need not. */
    void notWritten(Entry entry) {
        notWritten.add(entry.id());
    }

    /** The reader is about to be restarted: what it then reads again counts as {@link Verdict#doubledByRestarts}. */
    void restarting() {
        life++;
    }

    /** How many entries were handed out. */
    int written() {
        return written.get();
    }

    /** How many arrived, duplicates included. */
    int received() {
        return received.get();
    }

    /** What arrived, in the order of arrival within each shard and each key. */
    List<Arrival> arrivals() {
        return new ArrayList<>(arrivals);
    }

    Set<String> shardsSeen() {
        return arrivals.stream().map(Arrival::shardId).collect(Collectors.toCollection(TreeSet::new));
    }

    Map<String, Long> phases() {
        return arrivals.stream().collect(Collectors.groupingBy(Arrival::phase, Collectors.counting()));
    }

    Verdict verdict() {
        return verdictFrom(0);
    }

    /** The verdict on the entries from this one on. */
    Verdict verdictFrom(int firstId) {
        Map<String, Integer> lifeOfRecord = new HashMap<>();
        Map<String, BigInteger> lastOfShard = new HashMap<>();
        Map<String, Integer> lastOfKey = new HashMap<>();
        Set<Integer> seen = new HashSet<>();
        int all = 0;
        int doubled = 0;
        int doubledByRestarts = 0;
        int writtenTwice = 0;
        int outOfOrder = 0;
        for (Arrival one : arrivals) {
            if (one.id() < firstId) {
                continue;
            }
            all++;
            Integer before = lifeOfRecord.put(one.shardId() + "/" + one.sequenceNumber(), one.life());
            if (before != null) {
                // Whatever came first, it is read again from there: its order says nothing more.
                doubled += before == one.life() ? 1 : 0;
                doubledByRestarts += before == one.life() ? 0 : 1;
                continue;
            }
            boolean again = !seen.add(one.id());
            writtenTwice += again ? 1 : 0;
            if (behindInShard(lastOfShard, one) | (!again && behindInKey(lastOfKey, one))) {
                outOfOrder++;
            }
        }
        int sent = written.get() - firstId;
        int lost = (int) IntStream.range(firstId, written.get())
                .filter(id -> !seen.contains(id) && !notWritten.contains(id))
                .count();
        return new Verdict(sent, all, lost, doubled, doubledByRestarts, writtenTwice, outOfOrder);
    }

    /** How many entries the writer gave up. */
    int failedToWrite() {
        return notWritten.size();
    }

    private static boolean behindInShard(Map<String, BigInteger> last, Arrival one) {
        BigInteger number = new BigInteger(one.sequenceNumber());
        BigInteger before = last.merge(one.shardId(), number, BigInteger::max);
        return before.compareTo(number) > 0;
    }

    private static boolean behindInKey(Map<String, Integer> last, Arrival one) {
        return last.merge(one.key(), one.id(), Math::max) > one.id();
    }

    /** The shards of which something arrived before all of a parent had. */
    List<String> shardsBeforeTheirParents(Map<String, Set<String>> parentsOfShards) {
        Map<String, Integer> first = new HashMap<>();
        Map<String, Integer> last = new HashMap<>();
        int position = 0;
        for (Arrival one : arrivals) {
            first.putIfAbsent(one.shardId(), position);
            last.put(one.shardId(), position++);
        }
        List<String> early = new ArrayList<>();
        parentsOfShards.forEach((shard, parents) -> parents.stream()
                .filter(parent -> first.containsKey(shard) && last.containsKey(parent))
                .filter(parent -> first.get(shard) < last.get(parent))
                .forEach(parent -> early.add(shard + " before the end of " + parent)));
        return early;
    }
}
