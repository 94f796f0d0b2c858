package io.github.camelconduit.kinesis.embedded.fault;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** Ways to break the HTTP exchange of a request, or the connection it came on. Error codes are those of RFC 9113. */
public enum WireBreak {
    /** RST_STREAM with INTERNAL_ERROR; with HTTP/1.1 the connection is closed. */
    RESET_STREAM(true) {
        @Override
        public void apply(HttpServerRequest request) {
            request.response().reset(INTERNAL_ERROR);
        }
    },
    /** GOAWAY with NO_ERROR: what is open goes on, nothing new begins on the connection. With HTTP/1.1 nothing. */
    GO_AWAY(false) {
        @Override
        public void apply(HttpServerRequest request) {
            if (request.version() == HttpVersion.HTTP_2) {
                request.connection().goAway(NO_ERROR);
            }
        }
    },
    /** GOAWAY with INTERNAL_ERROR; with HTTP/1.1 the connection is closed. */
    GO_AWAY_WITH_ERROR(true) {
        @Override
        public void apply(HttpServerRequest request) {
            if (request.version() == HttpVersion.HTTP_2) {
                request.connection().goAway(INTERNAL_ERROR);
            } else {
                request.connection().close();
            }
        }
    },
    /** The connection is closed as it is closed in good order. */
    CLOSE_CONNECTION(true) {
        @Override
        public void apply(HttpServerRequest request) {
            request.connection().close();
        }
    },
    /** TCP RST: the connection is gone without a goodbye, and what was not yet sent with it. */
    RESET_CONNECTION(true) {
        @Override
        public void apply(HttpServerRequest request) {
            Channel channel = ((ConnectionBase) request.connection()).channel();
            if (!channel.isOpen()) {
                // Something else that came on it has closed it before.
                return;
            }
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            // Past the pipeline, where HTTP/2 and TLS would say goodbye. Unlike closeForcibly() it tells the pipeline
            // that the connection is gone, and so all that is open on it.
            channel.unsafe().close(channel.voidPromise());
        }
    },
    /** The connection stays open, and nothing that is sent on it arrives any more, in neither direction. */
    HALF_OPEN(true) {
        @Override
        public void apply(HttpServerRequest request) {
            LostTraffic.on(((ConnectionBase) request.connection()).channel());
        }
    };

    /** CANCEL of RFC 9113. */
    public static final long CANCEL = 8;

    private static final long NO_ERROR = 0;
    private static final long INTERNAL_ERROR = 2;

    private final boolean endsExchange;

    WireBreak(boolean endsExchange) {
        this.endsExchange = endsExchange;
    }

    /** Whether the request's own exchange is over with it. */
    public boolean endsExchange() {
        return endsExchange;
    }

    /** Does it. On the connection's event loop. */
    public abstract void apply(HttpServerRequest request);
}
