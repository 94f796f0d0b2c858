package io.github.camelconduit.kinesis;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;

/** A suspension of the route "reader" on a thread of its own: it waits until the route is done with what it has. */
public final class Suspension {

    private final FutureTask<Void> suspending;

    private Suspension(CamelContext camel) {
        suspending = new FutureTask<>(() -> {
            camel.getRouteController().suspendRoute("reader");
            return null;
        });
        new Thread(suspending, "suspending").start();
    }

    public static Suspension begin(CamelContext camel) {
        return new Suspension(camel);
    }

    /** Waits until the route is suspended. */
    public void awaitEnd() throws Exception {
        suspending.get(1, TimeUnit.MINUTES);
    }
}
