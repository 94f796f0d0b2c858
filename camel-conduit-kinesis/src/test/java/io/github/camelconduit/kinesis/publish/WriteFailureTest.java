package io.github.camelconduit.kinesis.publish;

import java.io.IOException;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.KmsDisabledException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

import static org.assertj.core.api.Assertions.assertThat;

class WriteFailureTest {

    static Stream<Arguments> ofRequests() {
        return Stream.of(
                Arguments.of(ResourceNotFoundException.builder().build(), WriteFailure.NOT_FOUND),
                Arguments.of(AccessDeniedException.builder().build(), WriteFailure.ACCESS_DENIED),
                Arguments.of(KmsDisabledException.builder().build(), WriteFailure.ENCRYPTION_KEY),
                Arguments.of(coded("ExpiredTokenException", 400), WriteFailure.CREDENTIALS),
                Arguments.of(
                        ProvisionedThroughputExceededException.builder()
                                .awsErrorDetails(AwsErrorDetails.builder()
                                        .errorCode("ProvisionedThroughputExceededException")
                                        .build())
                                .build(),
                        WriteFailure.THROTTLED),
                Arguments.of(InvalidArgumentException.builder().build(), WriteFailure.REFUSED),
                Arguments.of(coded("ValidationException", 400), WriteFailure.REFUSED),
                Arguments.of(coded("InternalFailure", 500), WriteFailure.SERVICE),
                Arguments.of(new IOException("reset"), WriteFailure.CONNECTION),
                Arguments.of(
                        new RequestNotSentException(
                                SdkClientException.create("Unable to load credentials from any of the providers")),
                        WriteFailure.CREDENTIALS));
    }

    private static KinesisException coded(String code, int status) {
        return (KinesisException) KinesisException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .serviceName("Kinesis")
                        .build())
                .statusCode(status)
                .build();
    }

    @ParameterizedTest
    @MethodSource("ofRequests")
    void classifiesWhatARequestFailedWith(Throwable thrown, WriteFailure expected) {
        assertThat(PutFailure.ofRequest(thrown).kind()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "ProvisionedThroughputExceededException, THROTTLED",
        "KMSThrottlingException, THROTTLED",
        "KMSAccessDeniedException, ENCRYPTION_KEY",
        "AccessDeniedException, ACCESS_DENIED",
        "InternalFailure, SERVICE",
        "ServiceUnavailable, SERVICE",
        ", SERVICE",
        "SomethingElse, REFUSED"
    })
    void classifiesWhatAnAnswerSaysOfARecord(String code, WriteFailure expected) {
        assertThat(WriteFailure.ofCode(code)).isEqualTo(expected);
    }
}
