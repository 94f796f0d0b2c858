package io.github.camelconduit.kinesis.quarkus.deployment;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

import io.quarkus.test.QuarkusDevModeTest;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class LiveReloadTest {

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = new QuarkusDevModeTest()
            .withApplicationRoot(jar -> jar.addClass(ServerUrl.class)
                    .addAsResource(
                            new StringAsset("quarkus.conduit-kinesis.devservices.streams.orders=1\n"),
                            "application.properties"));

    @Test
    void theServerStaysWhileTheCodeChangesAndIsAnotherOnceItsSettingsChange() throws Exception {
        String before = get("http://localhost:8080/server").replace("first ", "");
        assertThat(isKinesis(before)).isTrue();

        APPLICATION.modifySourceFile(ServerUrl.class, source -> source.replace("first ", "second "));
        assertThat(get("http://localhost:8080/server")).isEqualTo("second " + before);
        assertThat(isKinesis(before)).isTrue();

        APPLICATION.modifyResourceFile("application.properties", text -> text.replace("orders=1", "orders=2"));
        String after = get("http://localhost:8080/server").replace("second ", "");
        assertThat(after).isNotEqualTo(before);
        assertThat(isKinesis(after)).isTrue();
        assertThat(isKinesis(before)).as("the first one ended").isFalse();
    }

    private static boolean isKinesis(String url) {
        return SharedServer.at(URI.create(url).getPort()).isThere();
    }

    private static String get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }
}
