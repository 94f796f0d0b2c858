package io.github.camelconduit.kinesis.it;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

import io.github.camelconduit.kinesis.ConduitKinesisConstants;

/**
 * The process that is killed: reads into a queue, from which others take the records, work on them for a while and are
 * done with them in another order. It notes each record when it arrives and when it is done. A line is one write to the
 * file, so that what is written survives the process.
 */
final class KilledConsumer {

    private final FileOutputStream notes;

    private KilledConsumer(FileOutputStream notes) {
        this.notes = notes;
    }

    /** @param arguments the endpoint's URI, and the file for the notes */
    public static void main(String[] arguments) throws Exception {
        try (FileOutputStream notes = new FileOutputStream(arguments[1], true)) {
            new KilledConsumer(notes).run(arguments[0]);
        }
    }

    private void run(String uri) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.getCamelContextExtension().setName("shop");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:work?concurrentConsumers=16&size=200")
                        .delay(simple("${random(0,40)}"))
                        .process(exchange -> note(LifeNotes.DONE, exchange));
                from(uri)
                        .routeId(TestBed.READER)
                        .process(exchange -> note(LifeNotes.ARRIVED, exchange))
                        .to("seda:work?blockWhenFull=true&size=200");
            }
        });
        Executors.newSingleThreadScheduledExecutor()
                .scheduleWithFixedDelay(this::beat, 0, LifeNotes.BEAT_MILLIS, TimeUnit.MILLISECONDS);
        camel.start();
        // Until somebody kills it.
        new CountDownLatch(1).await();
    }

    /** Tells that the process was given time, and the disk took what was written: as much as it takes to save positions. */
    private void beat() {
        try {
            notes.getFD().sync();
            write("%c %d%n".formatted(LifeNotes.BEAT, System.currentTimeMillis()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void note(char what, Exchange exchange) throws IOException {
        String line = "%c %d %s %s%n"
                .formatted(
                        what,
                        System.currentTimeMillis(),
                        exchange.getMessage().getHeader(ConduitKinesisConstants.SHARD_ID),
                        exchange.getMessage().getBody(String.class));
        write(line);
    }

    private synchronized void write(String line) throws IOException {
        notes.write(line.getBytes(StandardCharsets.UTF_8));
    }
}
