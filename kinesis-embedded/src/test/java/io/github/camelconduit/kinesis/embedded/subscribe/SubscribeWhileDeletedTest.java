package io.github.camelconduit.kinesis.embedded.subscribe;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.codec.Format;
import io.github.camelconduit.kinesis.embedded.codec.Request;
import io.github.camelconduit.kinesis.embedded.fault.Faults;
import io.github.camelconduit.kinesis.embedded.log.CallEntry;
import io.github.camelconduit.kinesis.embedded.log.CallLog;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.KinesisStream;
import io.github.camelconduit.kinesis.embedded.stream.StreamConsumer;
import io.github.camelconduit.kinesis.embedded.stream.StreamMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A subscription whose consumer or stream is deleted in the moment it is set up is refused and does not stay open. */
class SubscribeWhileDeletedTest {

    private final Rules rules = Rules.fast();
    private final KinesisAccount account = new KinesisAccount("us-east-1", rules, 1 << 20);
    private final Subscriptions subscriptions = new Subscriptions(rules);
    private Vertx vertx;
    private KinesisStream stream;
    private StreamConsumer consumer;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        register();
    }

    private void register() {
        stream = account.create("s", StreamMode.PROVISIONED, 1, Duration.ZERO);
        consumer = stream.consumers().register("app");
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void aConsumerThatIsGoneIsNotFound() {
        assertRefused("ResourceNotFoundException", () -> deregister(Duration.ZERO));
    }

    @Test
    void aConsumerThatIsGoingIsInUse() {
        assertRefused("ResourceInUseException", () -> deregister(Duration.ofHours(1)));
    }

    @Test
    void aConsumerThatWasRegisteredAgainIsAnotherOne() {
        assertRefused("ResourceNotFoundException", () -> {
            deregister(Duration.ZERO);
            stream.consumers().register("app");
        });
    }

    @Test
    void aStreamThatIsGoneIsNotFound() {
        assertRefused("ResourceNotFoundException", () -> delete(Duration.ZERO));
    }

    @Test
    void aStreamThatIsGoingIsInUse() {
        assertRefused("ResourceInUseException", () -> delete(Duration.ofHours(1)));
    }

    @Test
    void aSubscriptionToTheNextStreamOfTheNameOutlivesTheEndOfTheFirstOnes() throws Exception {
        KinesisStream first = stream;
        account.delete(first, Duration.ZERO);
        register();
        Context context = vertx.getOrCreateContext();
        CallEntry entry = new CallLog(1).begin("SubscribeToShard");
        run(context, () -> open(requestThatRuns(() -> {}), entry));
        assertThat(subscriptions.views()).hasSize(1);

        subscriptions.streamDeleted(first);
        // The end of a subscription comes on its context.
        run(context, () -> {});
        assertThat(subscriptions.views()).hasSize(1);
        assertThat(entry.snapshot().end()).isNull();
        subscriptions.streamDeleted(stream);
        assertThat(subscriptions.views()).isEmpty();
    }

    private static void run(Context context, Runnable what) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(
                v -> CompletableFuture.runAsync(what, Runnable::run).whenComplete((ok, e) -> {
                    if (e == null) {
                        done.complete(null);
                    } else {
                        done.completeExceptionally(e);
                    }
                }));
        done.get(20, TimeUnit.SECONDS);
    }

    private void deregister(Duration deletionTime) {
        stream.consumers().delete(consumer, deletionTime);
        subscriptions.consumerDeregistered(consumer.arn());
    }

    private void delete(Duration deletionTime) {
        account.delete(stream, deletionTime);
        subscriptions.streamDeleted(stream);
    }

    private void assertRefused(String errorType, Runnable between) {
        assertThatThrownBy(() -> open(requestThatRuns(between), new CallLog(1).begin("SubscribeToShard")))
                .isInstanceOfSatisfying(
                        KinesisServiceException.class, e -> assertThat(e.type()).isEqualTo(errorType));
        assertThat(subscriptions.views()).isEmpty();
    }

    private void open(HttpServerRequest request, CallEntry entry) {
        SubscribeCall call = new SubscribeCall(account, subscriptions, vertx, rules, new Faults(subscriptions));
        Request members =
                Request.parse(Format.JSON, """
                {"ConsumerARN": "%s", "ShardId": "shardId-000000000000", "StartingPosition": {"Type": "LATEST"}}""".formatted(consumer.arn()).getBytes(StandardCharsets.UTF_8));
        call.open(members, request, entry);
    }

    /**
     * A request of an open connection. The response is asked for when the call begins and again when the subscription is
     * made: by then the consumer was found, and nobody who deletes it can find the subscription.
     */
    private static HttpServerRequest requestThatRuns(Runnable between) {
        AtomicInteger asked = new AtomicInteger();
        HttpServerResponse response = stub(HttpServerResponse.class, method -> null);
        return stub(HttpServerRequest.class, method -> switch (method) {
            case "response" -> {
                if (asked.incrementAndGet() == 2) {
                    between.run();
                }
                yield response;
            }
            case "version" -> HttpVersion.HTTP_2;
            default -> null;
        });
    }

    private interface Answers {
        Object to(String method);
    }

    private static <T> T stub(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            if (method.getReturnType() == boolean.class) {
                return false;
            }
            return method.getReturnType() == type ? self : answers.to(method.getName());
        }));
    }
}
