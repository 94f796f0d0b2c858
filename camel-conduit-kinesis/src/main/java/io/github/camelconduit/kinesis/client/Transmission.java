package io.github.camelconduit.kinesis.client;

import java.util.concurrent.atomic.AtomicReference;

import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkInternalExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpExecutionAttributes;

/**
 * How far one call has come on its way to the service: only once a connection takes its body may the service have got it.
 * Until then it waits for credentials first and for a connection afterwards, and once it is given up meanwhile no
 * connection takes it. With an HTTP client that does not note the latter, it counts as taken when it is given to that
 * client. Thread-safe.
 */
public final class Transmission {

    /** Notes when a call is given to an HTTP client that knows nothing of transmissions. */
    public static final ExecutionInterceptor INTERCEPTOR = new Noting(Stage.BEGUN);

    /** The same for a {@link NotingHttpClient}, which notes the rest. */
    static final ExecutionInterceptor WITH_NOTING_CLIENT = new Noting(Stage.CONNECTING);

    private static final ExecutionAttribute<Transmission> OF_CALL =
            new ExecutionAttribute<>("ConduitKinesisTransmission");

    private static final OfRequest OF_REQUEST = new OfRequest();

    /** How far a call has come, in this order. */
    public enum Stage {
        /** It waits for credentials, or to be signed. */
        PREPARING,
        /** It waits for a connection, with all else there. */
        CONNECTING,
        /** The service may have got it. */
        BEGUN,
        /** It was given up before that, and the service does not get it. */
        GIVEN_UP
    }

    private static final class OfRequest extends SdkHttpExecutionAttribute<Transmission> {

        OfRequest() {
            super(Transmission.class);
        }
    }

    private record Noting(Stage stage) implements ExecutionInterceptor {

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            Transmission ofCall = attributes.getAttribute(OF_CALL);
            if (ofCall != null && !ofCall.reach(stage)) {
                throw AbortedException.create("The call was given up before it was sent");
            }
        }
    }

    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.PREPARING);

    /** Whether one of the two interceptors is among these. */
    public static boolean isNotedBy(Iterable<ExecutionInterceptor> interceptors) {
        for (ExecutionInterceptor interceptor : interceptors) {
            if (interceptor instanceof Noting) {
                return true;
            }
        }
        return false;
    }

    /** Makes a call carry this. */
    public void carriedBy(AwsRequestOverrideConfiguration.Builder call) {
        call.putExecutionAttribute(OF_CALL, this)
                .putExecutionAttribute(
                        SdkInternalExecutionAttribute.SDK_HTTP_EXECUTION_ATTRIBUTES,
                        SdkHttpExecutionAttributes.builder()
                                .put(OF_REQUEST, this)
                                .build());
    }

    /** That of the call which an HTTP request is made for; null if it carries none. */
    static Transmission of(SdkHttpExecutionAttributes request) {
        return request == null ? null : request.getAttribute(OF_REQUEST);
    }

    /** A connection is about to take the body; false if it must not, because the call was given up. */
    boolean begin() {
        return reach(Stage.BEGUN);
    }

    /** Gives the call up where the service has not got it; says how far it had come. */
    public Stage giveUp() {
        return stage.getAndUpdate(now -> now == Stage.BEGUN ? now : Stage.GIVEN_UP);
    }

    /** Never back: what the service may have got stays so, whatever comes after it. False once it is given up. */
    private boolean reach(Stage next) {
        return stage.updateAndGet(now -> now.compareTo(next) >= 0 ? now : next) != Stage.GIVEN_UP;
    }
}
