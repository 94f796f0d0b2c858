package io.github.camelconduit.kinesis.delivery;

import java.time.Instant;
import java.util.List;

import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.ConduitKinesisConstants;
import io.github.camelconduit.kinesis.position.Position;

import static org.assertj.core.api.Assertions.assertThat;

class RecordMessageTest {

    private static final Instant ARRIVAL = Instant.parse("2026-01-31T12:00:00.123Z");

    private final ShardRecord shardRecord = new ShardRecord("17", "key", ARRIVAL, new byte[] {1});
    private final RecordBatch batch = new RecordBatch("shard-1", List.of(shardRecord), Position.after("17"), 5);
    private final Message message =
            new RecordMessage(new DefaultCamelContext(), shardRecord, batch, Instant.MIN, "orders");

    @Test
    void aCopyHasTheBodyAndEveryHeaderThoughNobodyHasLookedAtThem() {
        Message copy = message.copy();

        assertThat(copy.getBody()).isSameAs(shardRecord.data());
        assertThat(copy.getHeaders())
                .containsEntry(ConduitKinesisConstants.STREAM_NAME, "orders")
                .containsEntry(ConduitKinesisConstants.SHARD_ID, "shard-1")
                .containsEntry(ConduitKinesisConstants.SEQUENCE_NUMBER, "17")
                .containsEntry(ConduitKinesisConstants.PARTITION_KEY, "key")
                .containsEntry(ConduitKinesisConstants.MILLIS_BEHIND_LATEST, 5L)
                .containsEntry(ConduitKinesisConstants.ARRIVAL_TIME, ARRIVAL)
                .containsEntry(ConduitKinesisConstants.MESSAGE_TIMESTAMP, ARRIVAL.toEpochMilli())
                .containsEntry(ConduitKinesisConstants.PHASE, ConduitKinesisConstants.PHASE_CDC)
                .hasSize(8);
    }

    @Test
    void aHeaderThatTheRouteSetsFirstReplacesOnlyItself() {
        message.setHeader(ConduitKinesisConstants.PARTITION_KEY, "other");

        assertThat(message.getHeader(ConduitKinesisConstants.PARTITION_KEY)).isEqualTo("other");
        assertThat(message.getHeader(ConduitKinesisConstants.SHARD_ID)).isEqualTo("shard-1");
    }

    @Test
    void headersThatTheRouteRemovesBeforeItLooksAtAnyStayRemoved() {
        message.removeHeaders("*");

        assertThat(message.hasHeaders()).isFalse();
        assertThat(message.getHeader(ConduitKinesisConstants.SHARD_ID)).isNull();
        assertThat(message.getMessageTimestamp()).isZero();
    }
}
