package io.github.camelconduit.kinesis.benchmark;

import java.util.concurrent.atomic.LongAdder;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;

/** Counts the requests that write, of one client. */
final class RequestCounter implements ExecutionInterceptor {

    private final LongAdder requests = new LongAdder();

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        if (context.request() instanceof PutRecordRequest || context.request() instanceof PutRecordsRequest) {
            requests.increment();
        }
    }

    /** So many since the last time. */
    long takeRequests() {
        return requests.sumThenReset();
    }
}
