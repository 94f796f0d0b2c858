package io.github.camelconduit.kinesis.fanout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.KmsAccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

import io.github.camelconduit.kinesis.position.Position;

import static org.assertj.core.api.Assertions.assertThat;

class SubscriptionFailureTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(ResourceInUseException.builder().build(), SubscriptionFailure.IN_USE),
                Arguments.of(ResourceNotFoundException.builder().build(), SubscriptionFailure.NOT_FOUND),
                Arguments.of(
                        invalid(
                                "StartingSequenceNumber 5 used in SubscribeToShard on shard shardId-000000000000 in stream"
                                        + " orders under account 123456789012 is invalid because it did not come from this"
                                        + " stream."),
                        SubscriptionFailure.POSITION_REFUSED),
                Arguments.of(
                        invalid("The timestampInMillis parameter cannot be greater than the currentTimestampInMillis."
                                + " timestampInMillis: 2, currentTimestampInMillis: 1"),
                        SubscriptionFailure.POSITION_REFUSED),
                Arguments.of(
                        ValidationException.builder()
                                .message("1 validation error detected: Value '05' at 'startingPosition.sequenceNumber'"
                                        + " failed to satisfy constraint: Member must satisfy regular expression"
                                        + " pattern: 0|([1-9]\\d{0,128})")
                                .build(),
                        SubscriptionFailure.POSITION_REFUSED),
                Arguments.of(
                        invalid("StartingSequenceNumber 5 used on shard shardId-000000000000 is invalid because it is"
                                + " older than what the shard retains."),
                        SubscriptionFailure.POSITION_REFUSED),
                Arguments.of(
                        invalid("Invalid StartingSequenceNumber. It encodes shardId-000000000234, while it was used in"
                                + " a call to a shard with shardId-000000000309"),
                        SubscriptionFailure.POSITION_REFUSED),
                Arguments.of(
                        invalid("SequenceNumber is required for AFTER_SEQUENCE_NUMBER"),
                        SubscriptionFailure.POSITION_REFUSED),
                Arguments.of(invalid("Invalid StartingPosition.Type: AFTER"), SubscriptionFailure.POSITION_REFUSED),
                Arguments.of(invalid("SequenceNumber could not be parsed"), SubscriptionFailure.POSITION_REFUSED),
                Arguments.of(invalid("Timestamp cannot be in the future"), SubscriptionFailure.POSITION_REFUSED),
                Arguments.of(coded("InvalidArgumentException", 400), SubscriptionFailure.INVALID_CALL),
                Arguments.of(invalid("Invalid ConsumerARN."), SubscriptionFailure.INVALID_CALL),
                Arguments.of(ValidationException.builder().build(), SubscriptionFailure.INVALID_CALL),
                Arguments.of(InvalidArgumentException.builder().build(), SubscriptionFailure.INVALID_CALL),
                Arguments.of(AccessDeniedException.builder().build(), SubscriptionFailure.ACCESS_DENIED),
                Arguments.of(coded("AccessDeniedException", 400), SubscriptionFailure.ACCESS_DENIED),
                Arguments.of(coded("NotAuthorized", 400), SubscriptionFailure.ACCESS_DENIED),
                Arguments.of(KmsAccessDeniedException.builder().build(), SubscriptionFailure.ENCRYPTION_KEY),
                Arguments.of(KmsThrottlingException.builder().build(), SubscriptionFailure.THROTTLED),
                Arguments.of(LimitExceededException.builder().build(), SubscriptionFailure.THROTTLED),
                Arguments.of(coded("ThrottlingException", 400), SubscriptionFailure.THROTTLED),
                Arguments.of(coded("ExpiredTokenException", 400), SubscriptionFailure.CREDENTIALS),
                Arguments.of(coded("UnrecognizedClientException", 400), SubscriptionFailure.CREDENTIALS),
                Arguments.of(coded("RequestExpired", 400), SubscriptionFailure.CREDENTIALS),
                Arguments.of(coded("OptInRequired", 403), SubscriptionFailure.CREDENTIALS),
                Arguments.of(
                        SdkClientException.create("Unable to load credentials from any of the providers"),
                        SubscriptionFailure.CREDENTIALS),
                Arguments.of(coded("InternalFailure", 500), SubscriptionFailure.SERVICE),
                Arguments.of(new IOException("reset"), SubscriptionFailure.CONNECTION),
                Arguments.of(
                        SdkClientException.create("failed", new IOException("closed")), SubscriptionFailure.CONNECTION),
                Arguments.of(
                        SdkClientException.create("failed", new UncheckedIOException(new IOException("not JSON"))),
                        SubscriptionFailure.MALFORMED),
                Arguments.of(
                        SdkClientException.create("failed", new UncheckedIOException(new NoSuchFileException("token"))),
                        SubscriptionFailure.CONNECTION),
                Arguments.of(new TimeoutException(), SubscriptionFailure.CONNECTION),
                Arguments.of(new IllegalArgumentException("checksum"), SubscriptionFailure.MALFORMED),
                Arguments.of(new IllegalStateException("?"), SubscriptionFailure.SERVICE));
    }

    private static Throwable invalid(String message) {
        return InvalidArgumentException.builder().message(message).build();
    }

    private static KinesisException coded(String code, int status) {
        return (KinesisException) KinesisException.builder()
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .statusCode(status)
                .build();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void tellsTheClassesApart(Throwable cause, SubscriptionFailure expected) {
        assertThat(of(cause, Position.TRIM_HORIZON)).isEqualTo(expected);
    }

    private static SubscriptionFailure of(Throwable cause, Position position) {
        return SubscriptionFailure.of(
                cause, position, "arn:aws:kinesis:us-east-1:123456789012:stream/orders/consumer/app:1700000000");
    }

    @Test
    void aMessageThatQuotesThePositionIsAboutItWhateverItsWords() {
        Throwable other = invalid("Der Wert 4711 ist ungültig.");

        assertThat(of(other, Position.after("4711"))).isEqualTo(SubscriptionFailure.POSITION_REFUSED);
        assertThat(of(other, Position.after("4712"))).isEqualTo(SubscriptionFailure.INVALID_CALL);
        assertThat(of(other, Position.TRIM_HORIZON)).isEqualTo(SubscriptionFailure.INVALID_CALL);
        assertThat(of(coded("InternalFailure of 4711", 500), Position.after("4711")))
                .isEqualTo(SubscriptionFailure.SERVICE);
    }

    @Test
    void onlyWhatSomebodyOutsideHasToMendIsTriedSlowly() {
        assertThat(Stream.of(SubscriptionFailure.values()).filter(SubscriptionFailure::isSlow))
                .containsExactlyInAnyOrder(
                        SubscriptionFailure.ACCESS_DENIED,
                        SubscriptionFailure.ENCRYPTION_KEY,
                        SubscriptionFailure.CREDENTIALS);
    }

    @Test
    void theDocumentationExplainsEachClass() throws Exception {
        String page = Files.readString(Path.of("../src/main/docs/conduit-kinesis-component.adoc"));

        assertThat(SubscriptionFailure.values())
                .allSatisfy(failure -> assertThat(page).contains("| " + failure.meaning()));
    }

    @Test
    void aRoleThatMayNotBeTakenIsAMatterOfCredentials() {
        AwsServiceException refused = KinesisException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("AccessDenied")
                        .serviceName("Sts")
                        .build())
                .statusCode(403)
                .build();

        assertThat(SubscriptionFailure.of(refused)).isEqualTo(SubscriptionFailure.CREDENTIALS);
    }

    @Test
    void whatAnAnswerAboutCredentialsRepeatsOfTheCallIsNotSaid() {
        AwsServiceException refused = KinesisException.builder()
                .message("The canonical string should have been x-amz-security-token:SECRET")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("InvalidSignatureException")
                        .errorMessage("x-amz-security-token:SECRET")
                        .build())
                .statusCode(403)
                .requestId("r-1")
                .build();

        assertThat(SubscriptionFailure.describe(refused))
                .contains("InvalidSignatureException", "403", "r-1")
                .doesNotContain("SECRET");
        assertThat(SubscriptionFailure.describe(coded("InternalFailure", 500))).contains("KinesisException");
    }
}
