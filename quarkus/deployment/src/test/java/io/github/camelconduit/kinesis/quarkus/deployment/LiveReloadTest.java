package io.github.camelconduit.kinesis.quarkus.deployment;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Random;

import io.quarkus.test.QuarkusDevModeTest;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class LiveReloadTest {

    private static final int PORT = freePort();
    private static final String SERVER = "http://localhost:" + PORT + "/server";

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = new QuarkusDevModeTest()
            .withApplicationRoot(jar -> jar.addClass(ServerUrl.class)
                    .addAsResource(
                            new StringAsset("quarkus.conduit-kinesis.devservices.streams.orders=1\nquarkus.http.port="
                                    + PORT + "\n"),
                            "application.properties"));

    @Test
    void theServerStaysWhileTheCodeChangesAndIsAnotherOnceItsSettingsChange() throws Exception {
        String before = get(SERVER).replace("first ", "");
        assertThat(isKinesis(before)).isTrue();

        APPLICATION.modifySourceFile(ServerUrl.class, source -> source.replace("first ", "second "));
        assertThat(get(SERVER)).isEqualTo("second " + before);
        assertThat(isKinesis(before)).isTrue();

        APPLICATION.modifyResourceFile("application.properties", text -> text.replace("orders=1", "orders=2"));
        String after = get(SERVER).replace("second ", "");
        assertThat(after).isNotEqualTo(before);
        assertThat(isKinesis(after)).isTrue();
        assertThat(isKinesis(before)).as("the first one ended").isFalse();
    }

    /** Of those that no connection gets that is opened before the application listens. */
    private static int freePort() {
        for (int port : new Random().ints(100, 20_000, 32_000).toArray()) {
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Somebody listens there.
            }
        }
        throw new IllegalStateException("no free port");
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
