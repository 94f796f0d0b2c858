package io.github.camelconduit.kinesis.embedded.admin;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.util.NetUtil;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import io.github.camelconduit.kinesis.embedded.fault.ArmedFault;
import io.github.camelconduit.kinesis.embedded.fault.FaultCatalog;
import io.github.camelconduit.kinesis.embedded.fault.Faults;

/**
 * {@code /_admin/faults}: GET lists the faults in place, POST adds one, DELETE takes all away, and with an id one. Only
 * from this machine, and a POST only as {@code application/json}, which a web page elsewhere cannot send unasked. On the
 * connection's event loop.
 */
public final class FaultAdmin implements Handler<HttpServerRequest> {

    /** What every path that this handles begins with. */
    public static final String PATH = "/_admin/";

    private static final Pattern FAULTS = Pattern.compile("/_admin/faults(?:/(\\d{1,18}))?");
    private static final int MAX_BODY = 1 << 16;
    private static final String JSON = "application/json";

    private final ObjectMapper mapper = new ObjectMapper();
    private final Faults faults;

    public FaultAdmin(Faults faults) {
        this.faults = faults;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Matcher path = FAULTS.matcher(request.path());
        if (!isLoopback(request)) {
            refuse(request, 403, "Faults can be set from the server's own machine only");
        } else if (!path.matches()) {
            refuse(request, 404, "There is /_admin/faults and /_admin/faults/ID");
        } else if (request.method() == HttpMethod.GET && path.group(1) == null) {
            answer(request, 200, list());
        } else if (request.method() == HttpMethod.DELETE) {
            delete(request, path.group(1));
        } else if (request.method() == HttpMethod.POST && path.group(1) == null) {
            post(request);
        } else {
            refuse(request, 405, "GET, POST and DELETE of /_admin/faults, DELETE of /_admin/faults/ID");
        }
    }

    private static boolean isLoopback(HttpServerRequest request) {
        InetAddress from = NetUtil.createInetAddressFromIpAddressString(
                request.remoteAddress().hostAddress());
        return from != null && from.isLoopbackAddress();
    }

    private void post(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.startsWith(JSON)) {
            refuse(request, 415, "Content-Type must be %s, was %s".formatted(JSON, type));
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() <= MAX_BODY) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(v -> add(request, body));
    }

    private void add(HttpServerRequest request, Buffer body) {
        if (body.length() > MAX_BODY) {
            refuse(request, 413, "A fault takes %d bytes at most".formatted(MAX_BODY));
            return;
        }
        try {
            FaultRequest asked = new FaultRequest(mapper.readTree(body.toString()));
            if (asked.isForNow()) {
                answer(request, 200, JsonNodeFactory.instance.objectNode().put("hits", asked.hitNow(faults)));
            } else {
                answer(request, 201, describe(asked.arm(faults)));
            }
        } catch (JsonProcessingException e) {
            refuse(request, 400, "Expected a JSON object");
        } catch (IllegalArgumentException | ArithmeticException e) {
            refuse(request, 400, e.getMessage());
        }
    }

    private void delete(HttpServerRequest request, String id) {
        if (id == null) {
            faults.clear();
            request.response().setStatusCode(204).end();
            return;
        }
        faults.armed().stream()
                .filter(fault -> fault.id() == Long.parseLong(id))
                .findFirst()
                .ifPresentOrElse(
                        fault -> {
                            fault.remove();
                            request.response().setStatusCode(204).end();
                        },
                        () -> refuse(request, 404, "There is no fault %s in place".formatted(id)));
    }

    private ObjectNode list() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ArrayNode armed = all.putArray("faults");
        faults.armed().forEach(fault -> armed.add(describe(fault)));
        ObjectNode hits = all.putObject("hits");
        faults.hits().forEach(hits::put);
        ArrayNode known = all.putArray("known");
        FaultCatalog.ids().forEach(known::add);
        return all;
    }

    private static ObjectNode describe(ArmedFault fault) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", fault.id())
                .put("fault", fault.kind().id())
                .put("operation", fault.target().operation())
                .put("stream", fault.target().stream())
                .put("shardId", fault.target().shardId())
                .put("hits", fault.hits());
    }

    private static void refuse(HttpServerRequest request, int status, String message) {
        answer(request, status, JsonNodeFactory.instance.objectNode().put("message", message));
    }

    private static void answer(HttpServerRequest request, int status, ObjectNode body) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .end(body.toString());
    }
}
