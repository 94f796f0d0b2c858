package io.github.camelconduit.kinesis.quarkus.deployment;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** An application that tells which server it was given. */
@ApplicationScoped
public class ServerUrl {

    @ConfigProperty(name = "camel.component.conduit-kinesis.url")
    String url;

    void route(@Observes Router router) {
        router.get("/server").handler(request -> request.end("first " + url));
    }
}
