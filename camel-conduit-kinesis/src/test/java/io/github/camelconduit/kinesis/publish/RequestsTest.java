package io.github.camelconduit.kinesis.publish;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestsTest {

    @Test
    @Tag("failure-mode-38")
    void whatIsToBeSentAfterTheStopIsNotAndThatIsKnown() throws Exception {
        PlayedPutRecords puts = new PlayedPutRecords();
        Requests requests = new Requests(Publishing.STREAM, puts, (request, answer) -> {
            throw new AssertionError("answered");
        });
        assertThat(requests.close()).isEmpty();

        List<OutgoingRecord> request = List.of();
        requests.send(request);

        assertThat(puts.nextWithin(java.time.Duration.ZERO)).isNull();
        assertThat(requests.close()).containsExactly(request);
    }
}
