package io.github.camelconduit.kinesis.publish;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

import static org.assertj.core.api.Assertions.assertThat;

class PutFailureTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void isToldApart(Throwable failure, boolean retryable, boolean outcomeUnknown) {
        PutFailure told = PutFailure.ofRequest(new CompletionException(failure));
        assertThat(told.retryable()).as("retryable").isEqualTo(retryable);
        assertThat(told.outcomeUnknown()).as("outcome unknown").isEqualTo(outcomeUnknown);
        assertThat(told.streamAbsent()).isFalse();
        assertThat(told.reason()).isNotBlank();
    }

    /** As Netty tells it. */
    private static IOException closedInHandshake() {
        IOException closed = new ClosedChannelException();
        closed.addSuppressed(new SSLHandshakeException("Connection closed while SSL/TLS handshake was in progress"));
        return closed;
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(service("ProvisionedThroughputExceededException", 400), true, false),
                Arguments.of(service("ThrottlingException", 400), true, false),
                Arguments.of(service("KMSThrottlingException", 400), true, false),
                Arguments.of(service("RequestTimeTooSkewed", 403), true, false),
                Arguments.of(service("AccessDeniedException", 400), false, false),
                Arguments.of(service("KMSDisabledException", 400), false, false),
                Arguments.of(service("InvalidArgumentException", 400), false, false),
                Arguments.of(service("ExpiredTokenException", 400), false, false),
                Arguments.of(service("InternalFailure", 500), true, true),
                Arguments.of(service(null, 502), true, true),
                Arguments.of(SdkClientException.create("x", new IOException("reset")), true, true),
                Arguments.of(ApiCallTimeoutException.create(30_000), true, true),
                Arguments.of(new IOException("closed"), true, true),
                Arguments.of(SdkClientException.create("x", new ConnectException("refused")), true, false),
                Arguments.of(SdkClientException.create("x", new SSLHandshakeException("unknown")), true, false),
                Arguments.of(SdkClientException.create("x", new SSLPeerUnverifiedException("who")), true, false),
                Arguments.of(SdkClientException.create("x", closedInHandshake()), true, false),
                Arguments.of(SdkClientException.create("x", new SSLException("closed while in use")), true, true),
                Arguments.of(
                        SdkClientException.create("x", new IOException("Could not connect to proxy")), true, false),
                Arguments.of(SdkClientException.create("x", new UnknownHostException("where")), true, false),
                Arguments.of(
                        SdkClientException.create(
                                "x",
                                new Throwable(
                                        "Acquire operation took longer than the configured maximum time.",
                                        new TimeoutException())),
                        true,
                        false),
                Arguments.of(
                        SdkClientException.create(
                                "x", new IOException("Maximum pending connection acquisitions exceeded. The request")),
                        true,
                        false),
                Arguments.of(new RequestNotSentException(SdkClientException.create("no credentials")), false, false),
                Arguments.of(new IllegalStateException(), false, true));
    }

    private static Throwable service(String code, int status) {
        return KinesisException.builder()
                .message(code + " " + status)
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }
}
