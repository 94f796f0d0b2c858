package io.github.camelconduit.kinesis.examples.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a call of curl asks for.
 *
 * @param header a header, its name first; empty for none
 * @param body what is sent; null for nothing
 */
record CurlRequest(String method, String path, List<String> header, String body) {

    static CurlRequest parse(List<String> arguments) {
        String method = null;
        String path = null;
        String body = null;
        List<String> header = List.of();
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "-X" -> method = arguments.get(++i);
                case "-d" -> body = arguments.get(++i);
                case "-H" -> header = List.of(arguments.get(++i).split(": "));
                case "-s", "-i", "-f" -> {}
                default -> path = path(arguments.get(i));
            }
        }
        assertThat(path).as("a URL in %s", arguments).isNotNull();
        String said = body == null ? "GET" : "POST";
        return new CurlRequest(method == null ? said : method, path, header, body);
    }

    private static String path(String url) {
        URI uri = URI.create(url.contains("://") ? url : "http://" + url);
        return uri.getRawPath();
    }

    /** The status of the answer. */
    int sendTo(URI server) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!header.isEmpty()) {
            request.header(header.get(0), header.get(1));
        }
        try {
            return HttpClient.newHttpClient()
                    .send(request.build(), BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
