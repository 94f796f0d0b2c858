package io.github.camelconduit.kinesis.embedded;

import java.math.BigInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** PutRecord's SequenceNumberForOrdering, with the real SDK. */
class OrderedPutsTest {

    private static final String LOWEST = "0";
    private static final String HIGHEST =
            BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE).toString();

    @RegisterExtension
    final EmbeddedKinesisExtension extension = EmbeddedKinesisExtension.with(
            EmbeddedKinesis.builder().stream("orders", 2).rules(Rules.fast()));

    private EmbeddedKinesis kinesis;
    private KinesisAsyncClient client;

    @BeforeEach
    void connect() {
        kinesis = extension.server();
        client = Sdk.http2(kinesis);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    private PutRecordResponse put(String hashKey, String after) {
        return Sdk.get(client.putRecord(r -> r.streamName("orders")
                .partitionKey("key")
                .explicitHashKey(hashKey)
                .data(SdkBytes.fromUtf8String("x"))
                .sequenceNumberForOrdering(after)));
    }

    private String put(String hashKey) {
        return put(hashKey, null).sequenceNumber();
    }

    private void assertRefused(String hashKey, String after) {
        int before = kinesis.records("orders").size();
        assertThatThrownBy(() -> put(hashKey, after))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("ExclusiveMinimumSequenceNumber " + after
                        + " used in PutRecord on stream orders under account 000000000000 is invalid");
        assertThat(kinesis.records("orders")).hasSize(before);
    }

    private static void assertAbove(String number, String than) {
        assertThat(new BigInteger(number)).isGreaterThan(new BigInteger(than));
    }

    @Test
    void aRecordGetsANumberAboveThatOfTheOneBefore() {
        String before = put(LOWEST);
        for (int i = 0; i < 10; i++) {
            String number = put(LOWEST, before).sequenceNumber();
            assertAbove(number, before);
            before = number;
        }
    }

    @Test
    void theNumberOfAnotherShardIsRefused() {
        String low = put(LOWEST);
        String high = put(HIGHEST);
        assertRefused(LOWEST, high);
        assertRefused(HIGHEST, low);
    }

    @Test
    void aNumberThatWasNotGivenOutYetIsRefused() {
        BigInteger first = new BigInteger(put(LOWEST));
        BigInteger step = new BigInteger(put(LOWEST)).subtract(first);
        assertRefused(LOWEST, first.add(step.multiply(BigInteger.valueOf(2))).toString());
    }

    @Test
    void theNumberOfAParentIsTakenAndThatOfASiblingOrAChildOfAnotherIsRefused() {
        String parent = put(LOWEST);
        String other = put(HIGHEST);
        kinesis.splitShard("orders", put(LOWEST, null).shardId());
        String child = put(LOWEST, parent).sequenceNumber();
        assertAbove(child, parent);
        assertRefused(HIGHEST, child);
        assertRefused(LOWEST, other);
        String sibling = BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE).toString();
        assertRefused(sibling, child);
        assertAbove(put(sibling, parent).sequenceNumber(), parent);
    }

    @Test
    void theNumbersOfBothParentsAreTakenAfterAMerge() {
        String low = put(LOWEST);
        String high = put(HIGHEST);
        var shards = kinesis.shards("orders");
        kinesis.mergeShards("orders", shards.get(0).shardId(), shards.get(1).shardId());
        assertAbove(put(LOWEST, low).sequenceNumber(), low);
        assertAbove(put(HIGHEST, low).sequenceNumber(), low);
    }
}
