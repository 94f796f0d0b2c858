package io.github.camelconduit.kinesis.benchmark.reader;

import java.net.URI;

/** What reads all shards of a stream from their oldest records on and tells a {@link Meter} of each record, until the process ends. */
interface Reader {

    /** Starts to read. Returns before or after the first record. */
    void start() throws Exception;

    /**
     * Where to read.
     *
     * @param endpoint of Kinesis
     * @param leases of the DynamoDB that the Kinesis Client Library needs
     * @param application a name that nothing has used before
     * @param detail what else a reader wants to know; empty for most
     */
    record Source(URI endpoint, String stream, URI leases, String application, String detail) {}
}
