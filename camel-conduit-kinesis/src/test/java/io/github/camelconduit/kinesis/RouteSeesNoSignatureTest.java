package io.github.camelconduit.kinesis;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

import io.github.camelconduit.kinesis.publish.RecordTooLargeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What AWS says of a signature repeats the signed call: a route, whoever starts it and the log see none of that. */
class RouteSeesNoSignatureTest {

    private static final String TEXT = "The Canonical String should have been 'x-amz-security-token:SECRET'"
            + " The String-to-Sign should have been 'AWS4-HMAC-SHA256 20260101/us-east-1/kinesis/aws4_request'";

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final LogCapture log = new LogCapture(Level.DEBUG);

    /** Refuses every call for its signature. */
    private static final class Refusing implements KinesisAsyncClient {

        @Override
        public String serviceName() {
            return "kinesis";
        }

        @Override
        public void close() {}

        @Override
        public CompletableFuture<DescribeStreamSummaryResponse> describeStreamSummary(
                DescribeStreamSummaryRequest request) {
            return CompletableFuture.failedFuture(badSignature());
        }

        @Override
        public CompletableFuture<PutRecordsResponse> putRecords(PutRecordsRequest request) {
            return CompletableFuture.failedFuture(badSignature());
        }
    }

    private static AwsServiceException badSignature() {
        return KinesisException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("InvalidSignatureException")
                        .errorMessage(TEXT)
                        .serviceName("Kinesis")
                        .rawResponse(SdkBytes.fromUtf8String(TEXT))
                        .build())
                .requestId("r-1")
                .statusCode(400)
                .build();
    }

    @BeforeEach
    void start() {
        camel.getRegistry().bind("client", new Refusing());
        camel.start();
    }

    @AfterEach
    void nothingWasLogged() {
        camel.stop();
        log.close();
        assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("SECRET"));
    }

    private static void assertSaysWhatFailedAndNoMore(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        assertThat(text.toString())
                .contains("Request ID: r-1")
                .doesNotContain("SECRET")
                .doesNotContainIgnoringCase("string-to-sign")
                .doesNotContain("aws4_request");
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        assertThat(root).isInstanceOfSatisfying(KinesisException.class, service -> {
            assertThat(service.awsErrorDetails().errorCode()).isEqualTo("InvalidSignatureException");
            assertThat(service.requestId()).isEqualTo("r-1");
        });
    }

    @Test
    void aRouteThatReadsAndDoesNotStart() {
        Throwable failure = catchThrowable(() -> camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("conduit-kinesis:orders?amazonKinesisAsyncClient=#client&region=us-east-1")
                        .routeId("reader")
                        .to("log:x");
            }
        }));

        assertSaysWhatFailedAndNoMore(failure);
    }

    @Test
    void aMessageThatIsNotWritten() {
        Exchange sent = send("");

        assertSaysWhatFailedAndNoMore(sent.getException());
    }

    @Test
    void aStreamThatRefusesToSayHowLargeARecordItTakes() {
        Exchange sent = send("&maxRecordSize=stream", new byte[2_000_000]);

        assertThat(sent.getException()).isInstanceOf(RecordTooLargeException.class);
        assertThat(log.lines())
                .anyMatch(line -> line.startsWith("WARN") && line.contains("kinesis:DescribeStreamSummary"));
    }

    private Exchange send(String options) {
        return send(options, new byte[] {1});
    }

    private Exchange send(String options, byte[] body) {
        return camel.createProducerTemplate()
                .send(
                        "conduit-kinesis:orders?amazonKinesisAsyncClient=#client&region=us-east-1" + options,
                        exchange -> {
                            exchange.getMessage().setBody(body);
                            exchange.getMessage().setHeader(ConduitKinesisConstants.PARTITION_KEY, "key");
                        });
    }
}
