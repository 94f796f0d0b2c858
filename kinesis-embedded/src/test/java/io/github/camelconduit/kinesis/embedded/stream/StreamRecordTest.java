package io.github.camelconduit.kinesis.embedded.stream;

import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamRecordTest {

    @Test
    void theJsonHoldsTheRecordAndTheRecordIsReadBackFromIt() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int length = 0; length < 100; length++) {
            byte[] data = new byte[length];
            random.nextBytes(data);
            String number = new SequenceNumbers(1_795_000_000L, 3).of(length + 1);
            String key = "k\"\\\n€" + length;
            StreamRecord stored = StreamRecord.of(length, number, key, data, 1_795_000_000_042L);
            JsonNode json = new ObjectMapper().readTree(stored.json());
            assertThat(json.get("SequenceNumber").textValue()).isEqualTo(number);
            assertThat(json.get("ApproximateArrivalTimestamp").decimalValue()).isEqualByComparingTo("1795000000.042");
            assertThat(json.get("Data").binaryValue()).as("seed %d", seed).isEqualTo(data);
            assertThat(json.get("PartitionKey").textValue()).isEqualTo(key);
            assertThat(json).hasSize(4);
            assertThat(stored.sequenceNumber()).isEqualTo(number);
            assertThat(stored.data()).as("seed %d", seed).isEqualTo(data);
            assertThat(stored.dataBytes()).isEqualTo(length);
        }
    }
}
