package io.github.camelconduit.kinesis.embedded.http;

import java.time.Duration;
import java.util.Optional;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.call.CallRates;
import io.github.camelconduit.kinesis.embedded.call.Operation;
import io.github.camelconduit.kinesis.embedded.call.Operations;
import io.github.camelconduit.kinesis.embedded.call.RequestTargets;
import io.github.camelconduit.kinesis.embedded.codec.Answer;
import io.github.camelconduit.kinesis.embedded.codec.Format;
import io.github.camelconduit.kinesis.embedded.codec.Request;
import io.github.camelconduit.kinesis.embedded.fault.CallTarget;
import io.github.camelconduit.kinesis.embedded.fault.Faults;
import io.github.camelconduit.kinesis.embedded.fault.WireBreak;
import io.github.camelconduit.kinesis.embedded.log.CallEntry;
import io.github.camelconduit.kinesis.embedded.log.CallLog;
import io.github.camelconduit.kinesis.embedded.subscribe.SubscribeCall;

/**
 * A request's way: body, call log, faults that hit an accepted request, the operation, faults that hit an answer, answer.
 * On the connection's event loop, for all loops.
 */
public final class CallHandler implements Handler<HttpServerRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(CallHandler.class);
    private static final String TARGET_PREFIX = "Kinesis_20131202.";

    private final Vertx vertx;
    private final Operations operations;
    private final SubscribeCall subscribe;
    private final RequestTargets targets;
    private final Faults faults;
    private final CallLog log;
    private final CallRates rates;
    private final BodyReader bodies;

    public CallHandler(
            Vertx vertx,
            Operations operations,
            SubscribeCall subscribe,
            RequestTargets targets,
            CallRates rates,
            Faults faults,
            CallLog log,
            Rules rules) {
        this.vertx = vertx;
        this.operations = operations;
        this.subscribe = subscribe;
        this.targets = targets;
        this.rates = rates;
        this.faults = faults;
        this.log = log;
        this.bodies = new BodyReader(rules);
    }

    @Override
    public void handle(HttpServerRequest request) {
        Responder responder = new Responder(request.response(), Format.of(request.getHeader(HttpHeaders.CONTENT_TYPE)));
        String target = request.getHeader("X-Amz-Target");
        if (request.method() != HttpMethod.POST || target == null || !target.startsWith(TARGET_PREFIX)) {
            responder.error(new KinesisServiceException(
                    "UnknownOperationException", 404, "Expected POST with X-Amz-Target " + TARGET_PREFIX + "…"));
            return;
        }
        String operation = target.substring(TARGET_PREFIX.length());
        bodies.read(request, body -> accept(operation, body, request, responder), responder::error);
    }

    private void accept(String operation, byte[] body, HttpServerRequest request, Responder responder) {
        CallEntry entry = log.begin(operation);
        try {
            Request members = Request.parse(responder.format(), body);
            CallTarget target = targets.of(operation, members, entry);
            rates.admit(target);
            faults.refusal(target).ifPresent(error -> {
                throw error;
            });
            if (!target.isSubscription() && faults.silenced(target)) {
                return;
            }
            Optional<WireBreak> broken = faults.wireBreak(target);
            broken.ifPresent(how -> how.apply(request));
            if (broken.filter(WireBreak::endsExchange).isPresent()) {
                return;
            }
            Duration delay = faults.delayOf(target);
            if (delay.isZero()) {
                run(members, target, entry, request, responder);
            } else {
                vertx.setTimer(delay.toMillis() + 1, id -> run(members, target, entry, request, responder));
            }
        } catch (KinesisServiceException e) {
            refuse(e, entry, responder);
        }
    }

    private void run(
            Request members, CallTarget target, CallEntry entry, HttpServerRequest request, Responder responder) {
        try {
            if (target.operation().equals(SubscribeCall.OPERATION)) {
                responder.putCommonHeaders();
                subscribe.open(members, request, entry);
                return;
            }
            Operation operation = operations
                    .byName(target.operation())
                    .orElseThrow(() -> new KinesisServiceException(
                            "UnknownOperationException", 400, "Unknown operation " + target.operation()));
            Answer answer = operation.call(members, entry);
            if (faults.answerLost(target)) {
                request.response().reset(WireBreak.CANCEL);
                return;
            }
            entry.succeeded();
            if (faults.answerGarbled(target)) {
                responder.garbled();
            } else {
                responder.answer(answer);
            }
        } catch (KinesisServiceException e) {
            refuse(e, entry, responder);
        } catch (RuntimeException e) {
            LOG.error("{} failed", target, e);
            refuse(new KinesisServiceException("InternalFailure", 500, "Internal failure"), entry, responder);
        }
    }

    private static void refuse(KinesisServiceException error, CallEntry entry, Responder responder) {
        entry.refused(error.status(), error.type());
        responder.error(error);
    }
}
