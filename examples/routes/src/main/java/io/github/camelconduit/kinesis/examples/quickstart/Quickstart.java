package io.github.camelconduit.kinesis.examples.quickstart;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.apache.camel.impl.DefaultCamelContext;

/**
 * Runs the quickstart. Exit status 0 only if nothing was lost, doubled or out of order; 1 if something was or the run
 * could not finish; 2 for wrong arguments.
 */
public final class Quickstart {

    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(2);

    /** Of each open shard, before and after the split. */
    private static final int RENEWALS = 3;

    private final QuickstartOptions options;
    private final KinesisServer server;
    private final Ledger ledger;

    private Quickstart(QuickstartOptions options, KinesisServer server) {
        this.options = options;
        this.server = server;
        this.ledger = new Ledger();
    }

    public static void main(String[] args) throws Exception {
        QuickstartOptions options;
        try {
            options = QuickstartOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        if (options.help()) {
            System.out.println(QuickstartOptions.USAGE);
            return;
        }
        boolean good;
        try (KinesisServer server = KinesisServer.open(options)) {
            good = new Quickstart(options, server).run();
        }
        System.exit(good ? 0 : 1);
    }

    private boolean run() throws Exception {
        Earthquakes earthquakes = Earthquakes.load(Path.of(options.data()), ledger.run());
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getCamelContextExtension().setName("conduit-quickstart");
            camel.getPropertiesComponent().setOverrideProperties(server.connection());
            camel.addRoutes(new QuickstartRoutes(options.stream(), ledger));
            // A stream consumer costs money: it is removed when the run is interrupted too.
            Runtime.getRuntime().addShutdownHook(new Thread(camel::stop));
            camel.start();
            try (Writer writer = new Writer(camel.createProducerTemplate(), earthquakes, ledger)) {
                return run(camel, writer);
            }
        }
    }

    private boolean run(DefaultCamelContext camel, Writer writer) throws Exception {
        System.out.printf(
                "Stream %s on %s: writing %,d earthquakes before the consumer starts (the snapshot) ...%n",
                options.stream(), server.description(), options.snapshotEvents());
        writer.write(options.snapshotEvents(), 0);
        if (!until(writer::isIdle, "writing")) {
            return false;
        }
        System.out.printf(
                "Starting the consumer; writing at least %,d more while it reads (CDC), %,d a second ...%n",
                options.events() - options.snapshotEvents(), options.rate());
        camel.getRouteController().startRoute(QuickstartRoutes.CONSUMER);
        writer.write(Long.MAX_VALUE, options.rate());
        if (!until(() -> ledger.received() >= ledger.written(), "catching up")) {
            return false;
        }
        ledger.measureFromNow();
        long half = options.snapshotEvents() + (options.events() - options.snapshotEvents()) / 2;
        boolean reached = until(() -> ledger.written() >= half && renewed(RENEWALS, Map.of()), "renewing");
        if (reached && options.reshard()) {
            System.out.println("Splitting a shard: " + server.splitFirstShard());
            reached = until(() -> ledger.written() >= options.events() && renewed(RENEWALS, Map.of()), "renewing");
        } else if (reached) {
            reached = until(() -> ledger.written() >= options.events(), "writing");
        }
        writer.stop();
        reached &= until(() -> writer.isIdle() && ledger.received() >= ledger.written(), "catching up");
        // What would come twice comes with the next subscription.
        Map<String, Long> before = server.renewals();
        reached &= until(() -> renewed(1, before), "watching");
        camel.getRouteController().stopRoute(QuickstartRoutes.CONSUMER);
        Ledger.Verdict verdict = ledger.judge();
        Report.print(System.out, verdict, server.renewals());
        if (writer.failed() > 0) {
            System.out.printf(
                    "%,d events could not be written; the first: %s%n", writer.failed(), writer.firstFailure());
        }
        if (!reached) {
            System.out.println(
                    "The run did not finish within " + options.limit().toSeconds() + " s of a step.");
        }
        boolean good = reached && writer.failed() == 0 && verdict.isClean();
        System.out.println(good ? "Nothing lost, doubled or out of order." : "NOT GOOD: see above.");
        return good;
    }

    private boolean renewed(long times, Map<String, Long> before) {
        return server.everyOpenShardRenewed(times, before);
    }

    /** Waits, says how it goes, and gives up after the limit. */
    private boolean until(BooleanSupplier reached, String what) throws InterruptedException {
        long deadline = System.nanoTime() + options.limit().toNanos();
        long nextLine = System.nanoTime() + PROGRESS_INTERVAL.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(50);
            if (System.nanoTime() > nextLine) {
                nextLine += PROGRESS_INTERVAL.toNanos();
                System.out.printf(
                        "  %-11s written %,7d   received %,7d   %s%n",
                        what, ledger.written(), ledger.received(), server.progress());
            }
        }
        return true;
    }
}
