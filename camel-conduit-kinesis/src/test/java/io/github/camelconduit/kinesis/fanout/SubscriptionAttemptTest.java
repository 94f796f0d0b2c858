package io.github.camelconduit.kinesis.fanout;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

import static org.assertj.core.api.Assertions.assertThat;

/** What a subscription failed with goes into the log, into health and to exception handlers. */
class SubscriptionAttemptTest {

    private final List<Throwable> failures = new ArrayList<>();
    private final SubscriptionAttempt attempt = new SubscriptionAttempt(new SubscriptionAttempt.Listener() {
        @Override
        public void opened(SubscriptionAttempt of) {}

        @Override
        public void event(SubscriptionAttempt of, ShardEvent event) {}

        @Override
        public void completed(SubscriptionAttempt of) {}

        @Override
        public void failed(SubscriptionAttempt of, Throwable cause) {
            failures.add(cause);
        }
    });

    /** As AWS's gateway answers a call that was signed with another key, some of which with another code. */
    private static Throwable quotingTheCall() {
        return AccessDeniedException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("AccessDeniedException")
                        .errorMessage("The Canonical String should have been 'x-amz-security-token:SECRET'")
                        .build())
                .requestId("r-1")
                .build();
    }

    private void assertToldWithoutTheText() {
        assertThat(failures).singleElement().satisfies(failure -> {
            StringWriter text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            assertThat(text.toString()).doesNotContain("SECRET").contains("r-1");
            assertThat(failure).isInstanceOf(KinesisException.class);
        });
    }

    @Test
    void whatTheServiceAnswersIsToldWithoutPartsOfTheCall() {
        attempt.failed(quotingTheCall());

        assertToldWithoutTheText();
    }

    @Test
    void whatTheCallThrowsIsToldWithoutThemToo() {
        attempt.open(
                (request, observer) -> {
                    throw (RuntimeException) quotingTheCall();
                },
                null);

        assertToldWithoutTheText();
    }
}
