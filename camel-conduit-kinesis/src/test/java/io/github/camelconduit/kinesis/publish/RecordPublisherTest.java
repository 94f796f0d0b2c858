package io.github.camelconduit.kinesis.publish;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;
import io.github.camelconduit.kinesis.ConduitKinesisConfiguration.OnLostAnswer;
import io.github.camelconduit.kinesis.ConduitKinesisConfiguration.SendOrder;
import io.github.camelconduit.kinesis.publish.PlayedPutRecords.Request;
import io.github.camelconduit.kinesis.publish.Publishing.Outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class RecordPublisherTest {

    private static final String THROTTLED = "ProvisionedThroughputExceededException";
    private static final Duration A_MOMENT = Duration.ofMillis(100);

    private final PlayedPutRecords kinesis = new PlayedPutRecords();
    private Publishing publishing;

    @AfterEach
    void close() {
        if (publishing != null) {
            publishing.close();
        }
    }

    @Test
    void aRecordIsSentAtOnceAndItsOutcomeComesBack() throws Exception {
        start(options -> {});
        Outcome outcome = publishing.send("k", "body");
        Request request = kinesis.next();
        assertThat(request.bodies()).containsExactly("body");
        assertThat(outcome).isNotDone();
        request.writeAll();
        assertThat(outcome.sequenceNumber()).isEqualTo("1");
    }

    @Test
    void whatGathersWhileRequestsAreUnansweredTravelsTogether() throws Exception {
        start(options -> options.setMaxInFlightRequests(1));
        publishing.send("first", "x");
        Request first = kinesis.next();
        List<Outcome> later = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            later.add(publishing.send("k" + i, "x"));
        }
        assertThat(kinesis.nextWithin(A_MOMENT)).isNull();
        first.writeAll();
        Request second = kinesis.next();
        assertThat(second.size()).isEqualTo(100);
        second.writeAll();
        for (Outcome outcome : later) {
            outcome.sequenceNumber();
        }
    }

    @Test
    void asManyRequestsAsAllowedAreUnansweredAtATime() throws Exception {
        start(options -> options.setMaxInFlightRequests(3));
        for (int i = 0; i < 3; i++) {
            publishing.send("k" + i, "x");
            kinesis.next();
        }
        publishing.send("k4", "x");
        assertThat(kinesis.nextWithin(A_MOMENT)).isNull();
    }

    @Test
    @Tag("failure-mode-36")
    void noRequestHasMoreThan500Records() throws Exception {
        start(options -> options.setMaxInFlightRequests(1));
        publishing.send("first", "x");
        Request first = kinesis.next();
        for (int i = 0; i < 1_200; i++) {
            publishing.send("k" + i, "x");
        }
        first.writeAll();
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Request request = kinesis.next();
            sizes.add(request.size());
            request.writeAll();
        }
        assertThat(sizes).containsExactly(500, 500, 200);
    }

    @Test
    @Tag("failure-mode-36")
    void noRequestHasMoreThan10MiBWithItsKeys() throws Exception {
        start(options -> options.setMaxInFlightRequests(1));
        publishing.send("first", "x");
        Request first = kinesis.next();
        // Ten of these fill a request to the last byte, keys included.
        byte[] largest = new byte[RecordSizeLimit.DEFAULT - 4];
        for (int i = 10; i < 25; i++) {
            publishing.send(Publishing.STREAM, "k-" + i, largest);
        }
        first.writeAll();
        Request second = kinesis.next();
        assertThat(second.size()).isEqualTo(10);
        second.writeAll();
        assertThat(kinesis.next().size()).isEqualTo(5);
    }

    @Test
    @Tag("failure-mode-39")
    void aRecordOverTheLimitIsRefusedAndNothingIsSent() throws Exception {
        start(options -> {});
        publishing.send(Publishing.STREAM, "key", new byte[RecordSizeLimit.DEFAULT - 3]);
        assertThat(kinesis.next().size()).isEqualTo(1);
        // Three bytes of UTF-8 in one character of the key.
        assertThatThrownBy(() -> publishing.send(Publishing.STREAM, "\u20AC", new byte[RecordSizeLimit.DEFAULT - 2]))
                .isInstanceOf(RecordTooLargeException.class)
                .hasMessageContaining("1048577")
                .hasMessageContaining("1048576");
        assertThat(kinesis.nextWithin(A_MOMENT)).isNull();
    }

    @Test
    @Tag("failure-mode-36")
    @Tag("failure-mode-39")
    void aRecordThatNotEveryStreamTakesTravelsAloneSoThatItsRefusalHitsNoOther() throws Exception {
        start(options -> {
            options.setMaxInFlightRequests(1);
            options.setMaxRecordSize("10485760");
        });
        publishing.send("first", "x");
        Request first = kinesis.next();
        publishing.send("a", "small");
        Outcome large = publishing.send(Publishing.STREAM, "b", new byte[2 * RecordSizeLimit.DEFAULT]);
        Outcome other = publishing.send("c", "small");
        first.writeAll();
        List<List<String>> requests = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Request request = kinesis.next();
            requests.add(request.keys());
            if (request.keys().contains("b")) {
                request.fail(InvalidArgumentException.builder()
                        .statusCode(400)
                        .message("too large")
                        .build());
            } else {
                request.writeAll();
            }
        }
        assertThat(requests).containsExactly(List.of("a"), List.of("b"), List.of("c"));
        other.sequenceNumber();
        assertThatThrownBy(large::sequenceNumber).cause().hasMessageContaining("too large");
        assertThatThrownBy(() -> publishing.send(Publishing.STREAM, "b", new byte[RecordSizeLimit.MAX]))
                .isInstanceOf(RecordTooLargeException.class)
                .hasMessageContaining("10485760");
    }

    @Test
    @Tag("failure-mode-33")
    void onlyTheFailedRecordsOfARequestAreSentAgain() throws Exception {
        start(options -> options.setMaxInFlightRequests(1));
        publishing.send("first", "x");
        Request first = kinesis.next();
        Outcome a = publishing.send("a", "A");
        Outcome b = publishing.send("b", "B");
        Outcome c = publishing.send("c", "C");
        first.writeAll();
        kinesis.next().answer(null, THROTTLED, null);
        a.sequenceNumber();
        c.sequenceNumber();
        assertThat(b).isNotDone();
        Request again = kinesis.next();
        assertThat(again.bodies()).containsExactly("B");
        again.answer("InternalFailure");
        kinesis.next().writeAll();
        b.sequenceNumber();
    }

    @Test
    @Tag("failure-mode-34")
    void aRecordWaitsForTheOneOfItsKeyBeforeItEvenThroughRetries() throws Exception {
        start(options -> {});
        publishing.send("k", "1");
        publishing.send("k", "2");
        publishing.send("other", "x");
        Request first = kinesis.next();
        assertThat(first.bodies()).startsWith("1").doesNotContain("2");
        Request other = first.size() == 1 ? kinesis.next() : null;
        first.answer(first.size() == 1 ? new String[] {THROTTLED} : new String[] {THROTTLED, null});
        Request retry = kinesis.next();
        assertThat(retry.bodies()).containsExactly("1");
        assertThat(kinesis.nextWithin(A_MOMENT)).isNull();
        retry.writeAll();
        assertThat(kinesis.next().bodies()).containsExactly("2");
        assertThat(other == null || other.keys().contains("other")).isTrue();
    }

    @Test
    void differentKeysAreInFlightTogether() throws Exception {
        start(options -> {});
        publishing.send("a", "x");
        kinesis.next();
        publishing.send("b", "x");
        assertThat(kinesis.next().keys()).containsExactly("b");
    }

    @Test
    void withoutOrderRecordsOfAKeyTravelTogether() throws Exception {
        start(options -> {
            options.setSendOrder(SendOrder.none);
            options.setMaxInFlightRequests(1);
        });
        publishing.send("first", "x");
        Request first = kinesis.next();
        publishing.send("k", "1");
        publishing.send("k", "2");
        first.writeAll();
        assertThat(kinesis.next().bodies()).containsExactly("1", "2");
    }

    @Test
    void aRecordThatCannotBeWrittenFailsAtOnceAndTheNextOfItsKeyGoesOn() throws Exception {
        start(options -> {});
        Outcome one = publishing.send("k", "1");
        Outcome two = publishing.send("k", "2");
        kinesis.next().answer("KMSAccessDeniedException");
        assertThatThrownBy(one::sequenceNumber)
                .cause()
                .isInstanceOf(RecordNotWrittenException.class)
                .hasMessageContaining("orders")
                .hasMessageContaining("KMSAccessDeniedException")
                .matches(e -> !((RecordNotWrittenException) e).isOutcomeUnknown());
        kinesis.next().writeAll();
        two.sequenceNumber();
    }

    @Test
    void aRefusedRequestFailsItsRecordsAtOnceWithTheReason() throws Exception {
        start(options -> {});
        Outcome outcome = publishing.send("k", "1");
        Throwable refused = InvalidArgumentException.builder()
                .message("bad argument")
                .statusCode(400)
                .build();
        kinesis.next().fail(refused);
        assertThatThrownBy(outcome::sequenceNumber)
                .cause()
                .hasMessageContaining("not written")
                .hasMessageContaining("bad argument")
                .hasCause(refused);
    }

    @Test
    void anAbsentStreamFailsAtOnceWhenCreatingIsNotAskedFor() throws Exception {
        start(options -> {});
        Outcome outcome = publishing.send("k", "1");
        kinesis.next()
                .fail(ResourceNotFoundException.builder()
                        .message("no such stream")
                        .build());
        assertThatThrownBy(outcome::sequenceNumber).cause().hasMessageContaining("no such stream");
    }

    @Test
    @Tag("failure-mode-35")
    void aRecordThrottledForTooLongFailsWithTheReason() throws Exception {
        start(options -> options.setDeliveryTimeout(1_000));
        Outcome outcome = publishing.send("k", "1");
        while (!outcome.isDone()) {
            Request request = kinesis.nextWithin(A_MOMENT);
            if (request != null) {
                request.answer(THROTTLED);
            }
        }
        assertThatThrownBy(outcome::sequenceNumber)
                .cause()
                .isInstanceOf(RecordNotWrittenException.class)
                .hasMessageContaining("1000 ms (deliveryTimeout)")
                .hasMessageContaining(THROTTLED)
                .matches(e -> !((RecordNotWrittenException) e).isOutcomeUnknown());
    }

    @Test
    void aRecordThatWaitedTooLongForItsTurnIsNotSentAnyMore() throws Exception {
        start(options -> {
            options.setDeliveryTimeout(1_000);
            options.setMaxInFlightRequests(1);
        });
        publishing.send("a", "1");
        Request first = kinesis.next();
        Outcome late = publishing.send("b", "2");
        Outcome laterOfKey = publishing.send("b", "3");
        assertThat(kinesis.nextWithin(Duration.ofMillis(1_100))).isNull();
        first.writeAll();
        assertThatThrownBy(late::sequenceNumber).cause().hasMessageContaining("deliveryTimeout");
        assertThatThrownBy(laterOfKey::sequenceNumber).cause().hasMessageContaining("deliveryTimeout");
        assertThat(kinesis.nextWithin(A_MOMENT)).isNull();
    }

    @Test
    @Tag("failure-mode-37")
    void aRecordWhoseAnswerWasLostIsSentAgain() throws Exception {
        start(options -> {});
        Outcome outcome = publishing.send("k", "1");
        kinesis.next().fail(SdkClientException.create("lost", new IOException("reset")));
        kinesis.next().writeAll();
        outcome.sequenceNumber();
    }

    @Test
    @Tag("failure-mode-37")
    void aRecordWhoseAnswerWasLostFailsByOptionWithTheSizeOfTheRequest() throws Exception {
        start(options -> {
            options.setOnLostAnswer(OnLostAnswer.fail);
            options.setMaxInFlightRequests(1);
        });
        publishing.send("first", "x");
        Request first = kinesis.next();
        List<Outcome> outcomes = List.of(publishing.send("a", "1"), publishing.send("b", "2"));
        Outcome next = publishing.send("a", "3");
        first.writeAll();
        kinesis.next().fail(SdkClientException.create("lost", new IOException("reset")));
        for (Outcome outcome : outcomes) {
            assertThatThrownBy(outcome::sequenceNumber)
                    .cause()
                    .isInstanceOf(UnknownOutcomeException.class)
                    .hasMessageContaining("a request of 2 records was lost")
                    .hasMessageContaining("onLostAnswer=fail")
                    .matches(e -> ((UnknownOutcomeException) e).getRecords() == 2);
        }
        Request request = kinesis.next();
        assertThat(request.bodies()).containsExactly("3");
        // What is certainly not written is tried again all the same.
        request.answer(THROTTLED);
        kinesis.next().writeAll();
        next.sequenceNumber();
    }

    @Test
    @Tag("failure-mode-37")
    void anAnswerThatCannotBeReadLeavesNoRecordWithoutAnOutcome() throws Exception {
        start(options -> options.setOnLostAnswer(OnLostAnswer.fail));
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(publishing.send("a", "1"));
        kinesis.next().answer((PutRecordsResponse) null);
        outcomes.add(publishing.send("b", "1"));
        kinesis.next()
                .answer(PutRecordsResponse.builder()
                        .records(Collections.singletonList((PutRecordsResultEntry) null))
                        .build());
        outcomes.add(publishing.send("c", "1"));
        kinesis.next().fail(new NoClassDefFoundError("gone"));
        for (Outcome outcome : outcomes) {
            assertThatThrownBy(outcome::sequenceNumber).cause().isInstanceOf(UnknownOutcomeException.class);
        }
    }

    @Test
    void aStreamThatIsIdleIsForgottenAndWrittenToAgain() throws Exception {
        start(options -> {});
        for (int i = 0; i < 1_000; i++) {
            publishing.send(new StreamTarget("stream-" + i, null), "k", new byte[1]);
        }
        long later = System.nanoTime() + RecordPublisher.IDLE.toNanos() + 1;
        publishing.publisher().forgetIdle(later);
        assertThat(publishing.publisher().streams()).as("none is idle").isEqualTo(1_000);
        for (int i = 0; i < 1_000; i++) {
            kinesis.next().writeAll();
        }
        await().untilAsserted(() -> {
            publishing.publisher().forgetIdle(later);
            assertThat(publishing.publisher().streams()).isZero();
        });
        Outcome outcome = publishing.send(new StreamTarget("stream-7", null), "k", new byte[1]);
        publishing.publisher().forgetIdle(System.nanoTime());
        kinesis.next().writeAll();
        outcome.sequenceNumber();
        publishing.publisher().forgetIdle(System.nanoTime());
        assertThat(publishing.publisher().streams())
                .as("not idle for long enough")
                .isEqualTo(1);
    }

    @Test
    @Tag("failure-mode-37")
    void aRecordGivenUpAfterALostAnswerSaysThatItsOutcomeIsUnknown() throws Exception {
        start(options -> options.setDeliveryTimeout(1_000));
        Outcome outcome = publishing.send("k", "1");
        kinesis.next().fail(SdkClientException.create("lost", new IOException("reset")));
        while (!outcome.isDone()) {
            Request request = kinesis.nextWithin(A_MOMENT);
            if (request != null) {
                request.answer(THROTTLED);
            }
        }
        assertThatThrownBy(outcome::sequenceNumber)
                .cause()
                .hasMessageContaining("unknown whether")
                .matches(e -> ((RecordNotWrittenException) e).isOutcomeUnknown());
    }

    @Test
    void aRecordThatNeverLeftIsNotCalledUnknown() throws Exception {
        start(options -> options.setDeliveryTimeout(1_000));
        Outcome outcome = publishing.send("k", "1");
        while (!outcome.isDone()) {
            Request request = kinesis.nextWithin(A_MOMENT);
            if (request != null) {
                request.fail(SdkClientException.create("no way", new ConnectException("refused")));
            }
        }
        assertThatThrownBy(outcome::sequenceNumber).cause().matches(e -> !((RecordNotWrittenException) e)
                .isOutcomeUnknown());
    }

    @Test
    void anAnswerForTheWrongNumberOfRecordsIsNoAnswer() throws Exception {
        start(options -> {});
        Outcome outcome = publishing.send("k", "1");
        kinesis.next().answer(null, null);
        assertThat(outcome).isNotDone();
        kinesis.next().writeAll();
        outcome.sequenceNumber();
    }

    @Test
    void aCallThatThrowsFailsItsRecords() throws Exception {
        publishing = new Publishing(
                (stream, records) -> {
                    throw new IllegalStateException("client closed");
                },
                options -> options);
        assertThatThrownBy(publishing.send("k", "1")::sequenceNumber).cause().hasMessageContaining("client closed");
    }

    @Test
    @Tag("failure-mode-35")
    void aFullBufferHoldsTheSenderUpUntilThereIsRoom() throws Exception {
        start(options -> options.setSendBufferBytes(3 * (100 + 1 + SendBuffer.OVERHEAD)));
        List<Outcome> sent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sent.add(publishing.send(Publishing.STREAM, "" + i, new byte[100]));
        }
        CompletableFuture<Outcome> fourth = CompletableFuture.supplyAsync(() -> {
            try {
                return publishing.send(Publishing.STREAM, "4", new byte[100]);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Request request = kinesis.next();
        assertThatThrownBy(() -> fourth.get(100, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        request.writeAll();
        assertThat(fourth.get(20, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void aBufferThatStaysFullIsAClearError() throws Exception {
        start(options -> {
            options.setSendBufferBytes(1_000);
            options.setMaxBlockTime(50);
        });
        publishing.send(Publishing.STREAM, "a", new byte[900]);
        assertThatThrownBy(() -> publishing.send("b", "x"))
                .isInstanceOf(SendBufferFullException.class)
                .hasMessageContaining("1000 bytes (sendBufferBytes)")
                .hasMessageContaining("50 ms (maxBlockTime)");
        kinesis.next().writeAll();
        await().ignoreExceptionsInstanceOf(SendBufferFullException.class)
                .untilAsserted(() -> publishing.send("c", "x"));
    }

    @Test
    void aListenerThatSendsAgainIsNotHeldUpByTheFullBufferItEmpties() throws Exception {
        start(options -> {
            options.setSendBufferBytes(1);
            options.setMaxBlockTime(10_000);
        });
        Outcome second = new Outcome();
        Outcome third = new Outcome();
        publishing.publisher().publish(record("a", new byte[9]), new RecordListener() {
            @Override
            public void written(String shardId, String sequenceNumber) {
                try {
                    publishing.publisher().publish(record("b", new byte[9]), second);
                    publishing.publisher().publish(record("c", new byte[9]), third);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void failed(Exception reason) {
                second.failed(reason);
            }
        });
        kinesis.next().writeAll();
        while (!second.isDone() || !third.isDone()) {
            Request request = kinesis.nextWithin(A_MOMENT);
            if (request != null) {
                request.writeAll();
            }
        }
    }

    @Test
    void aLingeringRecordIsSentAloneWhenItsTimeIsOver() throws Exception {
        start(options -> options.setLinger(300));
        long start = System.nanoTime();
        publishing.send("a", "x");
        assertThat(kinesis.next().keys()).containsExactly("a");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void lingeringRecordsWaitForOthersUntilTheRequestIsFull() throws Exception {
        start(options -> options.setLinger(60_000));
        for (int i = 0; i < 499; i++) {
            publishing.send("k" + i, "x");
        }
        assertThat(kinesis.nextWithin(A_MOMENT)).isNull();
        publishing.send("last", "x");
        assertThat(kinesis.next().keys()).hasSize(500).contains("k0", "last");
    }

    @Test
    void streamsDoNotWaitForEachOther() throws Exception {
        start(options -> options.setMaxInFlightRequests(1));
        publishing.send(new StreamTarget("one", null), "k", new byte[1]);
        publishing.send(new StreamTarget("two", null), "k", new byte[1]);
        assertThat(Set.of(
                        kinesis.next().stream().name(), kinesis.next().stream().name()))
                .containsExactlyInAnyOrder("one", "two");
    }

    @Test
    @Tag("failure-mode-38")
    void stoppingSendsWhatIsBuffered() throws Exception {
        start(options -> options.setLinger(60_000));
        Outcome one = publishing.send("k", "1");
        Outcome two = publishing.send("k", "2");
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> publishing.stop(Duration.ofSeconds(20)));
        kinesis.next().writeAll();
        assertThat(stopping).isNotDone();
        kinesis.next().writeAll();
        stopping.get(20, TimeUnit.SECONDS);
        one.sequenceNumber();
        two.sequenceNumber();
    }

    @Test
    @Tag("failure-mode-38")
    void whatCannotBeSentBeforeTheStopFailsEachWithItsReason() throws Exception {
        start(options -> options.setMaxInFlightRequests(1));
        Outcome inFlight = publishing.send("k", "1");
        Request request = kinesis.next();
        Outcome behindItsKey = publishing.send("k", "2");
        Outcome ready = publishing.send("other", "3");
        publishing.stop(A_MOMENT);
        assertThatThrownBy(inFlight::sequenceNumber)
                .cause()
                .hasMessageContaining("unknown whether")
                .hasMessageContaining("stopped")
                .hasMessageNotContaining("attempts");
        for (Outcome never : List.of(behindItsKey, ready)) {
            assertThatThrownBy(never::sequenceNumber)
                    .cause()
                    .hasMessageContaining("was not written")
                    .hasMessageContaining("stopped");
        }
        await().until(request::isCancelled);
        assertThat(kinesis.nextWithin(A_MOMENT)).isNull();
    }

    @Test
    @Tag("failure-mode-38")
    void whatStillWaitsForAConnectionWhenTheStopComesWasNotWritten() throws Exception {
        publishing = new Publishing(
                (stream, records) -> new CompletableFuture<>() {
                    @Override
                    public boolean cancel(boolean mayInterruptIfRunning) {
                        completeExceptionally(new RequestNotSentException(new CancellationException()));
                        return false;
                    }
                },
                options -> options);
        Outcome outcome = publishing.send("k", "1");
        publishing.stop(Duration.ZERO);
        assertThatThrownBy(outcome::sequenceNumber)
                .cause()
                .isExactlyInstanceOf(RecordNotWrittenException.class)
                .hasMessageContaining("was not written")
                .hasMessageContaining("stopped");
    }

    @Test
    @Tag("failure-mode-38")
    void whoWaitsForRoomWhenTheStopBeginsIsToldAtOnce() throws Exception {
        start(options -> options.setSendBufferBytes(1));
        publishing.send("k", "1");
        Request request = kinesis.next();
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
            try {
                publishing.send("other", "2");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(publishing.publisher()::hasWaiting);
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> publishing.stop(Duration.ofSeconds(20)));
        assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS)).hasMessageContaining("stopping");
        assertThat(stopping).isNotDone();
        request.writeAll();
        stopping.get(20, TimeUnit.SECONDS);
    }

    @Test
    @Tag("failure-mode-38")
    void whoeverStillHandsOverWhenTheStopBeginsNoRecordIsLeftWithoutAnOutcome() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(4);
        for (int round = 0; round < 30; round++) {
            try (Publishing stopped = new Publishing(kinesis, options -> options)) {
                Outcome first = stopped.send("k", "never answered");
                Future<?>[] flood = new Future<?>[4];
                for (int t = 0; t < flood.length; t++) {
                    flood[t] = senders.submit(() -> {
                        while (true) {
                            stopped.send("k", "x");
                        }
                    });
                }
                kinesis.next();
                stopped.stop(Duration.ofMillis(1));
                for (Future<?> one : flood) {
                    assertThatThrownBy(() -> one.get(20, TimeUnit.SECONDS)).hasMessageContaining("stopping");
                }
                assertThatThrownBy(() -> first.get(20, TimeUnit.SECONDS)).hasMessageContaining("stopped");
            }
        }
        senders.shutdown();
    }

    @Test
    void nothingIsTakenAfterTheStop() {
        start(options -> {});
        publishing.stop(Duration.ZERO);
        assertThatThrownBy(() -> publishing.send("k", "1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stopping");
    }

    @Test
    void outcomesAreToldOffTheThreadThatBringsTheAnswer() throws Exception {
        start(options -> {});
        CompletableFuture<Thread> told = new CompletableFuture<>();
        publishing.publisher().publish(record("k", new byte[1]), new RecordListener() {
            @Override
            public void written(String shardId, String sequenceNumber) {
                told.complete(Thread.currentThread());
            }

            @Override
            public void failed(Exception reason) {
                told.completeExceptionally(reason);
            }
        });
        kinesis.next().writeAll();
        assertThat(told.get(20, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
    }

    @Test
    void aListenerThatOnlyTakesNoteIsToldByTheThreadThatBringsTheAnswer() throws Exception {
        start(options -> {});
        CompletableFuture<Thread> told = new CompletableFuture<>();
        publishing.publisher().publish(record("k", new byte[1]), new RecordListener() {
            @Override
            public void written(String shardId, String sequenceNumber) {
                told.complete(Thread.currentThread());
            }

            @Override
            public void failed(Exception reason) {
                told.completeExceptionally(reason);
            }

            @Override
            public boolean onlyTakesNote() {
                return true;
            }
        });
        kinesis.next().writeAll();
        assertThat(told.getNow(null)).isSameAs(Thread.currentThread());
    }

    @Test
    void aLoneRecordIsSentByWhoHandsItOverUnlessItsThreadIsInterrupted() throws Exception {
        List<Thread> senders = Collections.synchronizedList(new ArrayList<>());
        publishing = new Publishing(
                (stream, records) -> {
                    senders.add(Thread.currentThread());
                    return kinesis.put(stream, records);
                },
                options -> options);
        Outcome alone = publishing.send("a", "x");
        Request first = kinesis.next();
        publishing.send("b", "x");
        kinesis.next().writeAll();
        first.writeAll();
        alone.sequenceNumber();
        assertThat(senders.get(0)).isSameAs(Thread.currentThread());
        assertThat(senders.get(1)).isNotSameAs(Thread.currentThread());
        Thread.currentThread().interrupt();
        try {
            publishing.send("c", "x");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        kinesis.next().writeAll();
        assertThat(senders.get(2)).isNotSameAs(Thread.currentThread());
    }

    @Test
    void aListenerThatBlocksHoldsUpNoOther() throws Exception {
        start(options -> options.setMaxInFlightRequests(1));
        publishing.send("first", "x");
        Request first = kinesis.next();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        publishing.publisher().publish(record("blocks", new byte[1]), new RecordListener() {
            @Override
            public void written(String shardId, String sequenceNumber) {
                gate.join();
            }

            @Override
            public void failed(Exception reason) {}
        });
        Outcome other = publishing.send("other", "x");
        first.writeAll();
        kinesis.next().writeAll();
        try {
            other.sequenceNumber();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            gate.complete(null);
        }
    }

    private static RecordToSend record(String key, byte[] data) {
        return new RecordToSend(Publishing.STREAM, key, null, data);
    }

    private interface Options {
        void set(ConduitKinesisConfiguration options);
    }

    private void start(Options options) {
        UnaryOperator<ConduitKinesisConfiguration> set = configuration -> {
            options.set(configuration);
            return configuration;
        };
        publishing = new Publishing(kinesis, set);
    }
}
