package io.github.camelconduit.kinesis.quarkus.deployment;

import java.net.URI;

import io.quarkus.deployment.builditem.Startable;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.EmbeddedKinesisBuilder;

/**
 * The server of Dev Services, in the JVM that builds the application, or the one of another application that shares it. The
 * application itself runs in another class loader, which has nothing of the server.
 */
final class DevServer implements Startable {

    private final DevServerSettings settings;
    private URI endpoint;
    /** Null while there is none, and for a shared one. */
    private EmbeddedKinesis kinesis;

    DevServer(DevServerSettings settings) {
        this.settings = settings;
    }

    @Override
    public void start() {
        if (settings.shared()) {
            SharedServer other = SharedServer.at(settings.port());
            if (other.isThere()) {
                other.createStreams(settings.region(), settings.streams());
                endpoint = other.endpoint();
                return;
            }
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // The server's threads keep it, and outlive the class loader of one reload.
        thread.setContextClassLoader(DevServer.class.getClassLoader());
        try {
            EmbeddedKinesisBuilder builder = EmbeddedKinesis.builder()
                    .port(settings.port())
                    .region(settings.region())
                    .rules(settings.rules());
            settings.streams().forEach(builder::stream);
            kinesis = builder.start();
            endpoint = kinesis.endpoint();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Where the server listens; once it has started. */
    URI endpoint() {
        return endpoint;
    }

    @Override
    public String getConnectionInfo() {
        return endpoint().toString();
    }

    /** None: it runs in no container. */
    @Override
    public String getContainerId() {
        return null;
    }

    @Override
    public void close() {
        if (kinesis != null) {
            kinesis.close();
            kinesis = null;
        }
    }
}
