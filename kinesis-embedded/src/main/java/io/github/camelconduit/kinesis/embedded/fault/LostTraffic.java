package io.github.camelconduit.kinesis.embedded.fault;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

/**
 * Next to the socket, before TLS and HTTP: drops what is received, PINGs among it, and what is sent. Neither side is told;
 * the end of the connection still is, so that the server gives up what is open on it when the client does.
 */
final class LostTraffic extends ChannelDuplexHandler {

    private LostTraffic() {}

    /** From now on nothing gets through; twice is once. On the channel's event loop. */
    static void on(Channel channel) {
        if (channel.pipeline().get(LostTraffic.class) == null) {
            channel.pipeline().addFirst(new LostTraffic());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ReferenceCountUtil.release(message);
        promise.trySuccess();
    }
}
