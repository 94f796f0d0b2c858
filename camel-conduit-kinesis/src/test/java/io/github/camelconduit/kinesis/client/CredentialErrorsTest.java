package io.github.camelconduit.kinesis.client;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

import static org.assertj.core.api.Assertions.assertThat;

class CredentialErrorsTest {

    /** As AWS answers a call that was signed with another key. */
    private static final String TEXT = "The request signature we calculated does not match the signature you provided."
            + " The Canonical String for this request should have been 'POST x-amz-security-token:SECRET'"
            + " The String-to-Sign should have been 'AWS4-HMAC-SHA256 20260101/us-east-1/kinesis/aws4_request SECRET'";

    private static AwsServiceException refused(AwsServiceException.Builder kind, String code) {
        AwsServiceException failure = kind.requestId("r-1")
                .statusCode(403)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(TEXT)
                        .serviceName("Kinesis")
                        .rawResponse(SdkBytes.fromUtf8String(TEXT))
                        .build())
                .build();
        failure.addSuppressed(SdkClientException.create("Request attempt 1 failure: " + TEXT));
        return failure;
    }

    private static AwsServiceException badSignature() {
        return refused(KinesisException.builder(), "InvalidSignatureException");
    }

    private static String all(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    static Stream<Throwable> quoting() {
        return Stream.of(
                badSignature(),
                refused(AccessDeniedException.builder(), "AccessDeniedException"),
                new CompletionException(badSignature()),
                new IllegalStateException("a provider of credentials failed: " + TEXT),
                new IllegalStateException("a provider of credentials failed", badSignature()),
                SdkClientException.create("Unable to load credentials from any of the providers: " + TEXT),
                SdkClientException.create("retries are used up", new IOException("the last said " + TEXT)),
                ApiCallTimeoutException.create(10).toBuilder()
                        .cause(badSignature())
                        .build());
    }

    @ParameterizedTest
    @MethodSource("quoting")
    void nothingOfTheTextIsLeftAnywhere(Throwable failure) {
        assertThat(all(failure)).contains("SECRET");

        assertThat(all(CredentialErrors.withoutText(failure)))
                .doesNotContain("SECRET")
                .doesNotContainIgnoringCase("String-to-Sign")
                .contains(CredentialErrors.LEFT_OUT);
    }

    @Test
    void whatTellsTheFailureApartIsKept() {
        AwsServiceException failure = badSignature();

        Throwable without = CredentialErrors.withoutText(failure);

        assertThat(without).isExactlyInstanceOf(KinesisException.class);
        AwsServiceException service = (AwsServiceException) without;
        assertThat(service.awsErrorDetails().errorCode()).isEqualTo("InvalidSignatureException");
        assertThat(service.awsErrorDetails().serviceName()).isEqualTo("Kinesis");
        assertThat(service.awsErrorDetails().rawResponse()).isNull();
        assertThat(service.requestId()).isEqualTo("r-1");
        assertThat(service.statusCode()).isEqualTo(403);
        assertThat(service.isClockSkewException()).isEqualTo(failure.isClockSkewException());
        assertThat(service.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(service).hasMessageContaining("r-1").hasMessageContaining("403");
    }

    @Test
    void theKindOfAnExceptionIsKept() {
        assertThat(CredentialErrors.withoutText(refused(AccessDeniedException.builder(), "AccessDeniedException")))
                .isExactlyInstanceOf(AccessDeniedException.class);
        assertThat(CredentialErrors.withoutText(
                        ApiCallTimeoutException.builder().cause(badSignature()).build()))
                .isExactlyInstanceOf(ApiCallTimeoutException.class)
                .hasCauseExactlyInstanceOf(KinesisException.class);
    }

    @Test
    void whatSaysNothingOfThemIsTheSame() {
        AwsServiceException denied = AccessDeniedException.builder()
                .message("User: arn:aws:iam::123456789012:user/x is not authorized to perform: kinesis:ListShards")
                .build();
        AwsServiceException missing = ResourceNotFoundException.builder()
                .message("Stream canonical-orders under account 123456789012 not found.")
                .build();
        SdkClientException lost = SdkClientException.create("failed", new IOException("reset"));

        assertThat(CredentialErrors.withoutText(denied)).isSameAs(denied);
        assertThat(CredentialErrors.withoutText(missing)).isSameAs(missing);
        assertThat(CredentialErrors.withoutText(lost)).isSameAs(lost);
    }
}
