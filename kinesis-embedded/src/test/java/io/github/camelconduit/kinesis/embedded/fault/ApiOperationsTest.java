package io.github.camelconduit.kinesis.embedded.fault;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.KinesisRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** A fault for an operation that nobody can call is a mistake. */
class ApiOperationsTest {

    @Test
    void theyAreThoseOfTheSdk() {
        Set<String> known = Arrays.stream(KinesisAsyncClient.class.getMethods())
                .filter(method -> method.getParameterCount() > 0)
                .map(method -> method.getParameterTypes()[0])
                .filter(KinesisRequest.class::isAssignableFrom)
                .map(request -> request.getSimpleName().replaceFirst("Request$", ""))
                .collect(Collectors.toSet());
        assertThat(ApiOperations.NAMES).isEqualTo(known);
    }

    @Test
    void aFaultForAnotherIsRefused() {
        Faults faults = new Faults(null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> faults.refuse("PutRecordz"))
                .withMessage("operation must be one of Kinesis's API, such as PutRecords, was PutRecordz");
        assertThatIllegalArgumentException().isThrownBy(() -> faults.silence("putRecord"));
        assertThat(faults.refuse("StartStreamEncryption")).isNotNull();
    }
}
