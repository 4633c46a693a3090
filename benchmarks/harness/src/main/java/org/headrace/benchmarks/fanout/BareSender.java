package org.headrace.benchmarks.fanout;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Undertow's WebSockets and nothing around them: whoever connects is sent every message, a frame each. */
public final class BareSender {

    private final Set<WebSocketChannel> channels = ConcurrentHashMap.newKeySet();

    /**
     * Listens on a free port of 127.0.0.1.
     *
     * @param publish what is done when it is asked to publish; it is called by one thread at a time
     * @return the port
     */
    public int start(Publishing publish) {
        var paths = Handlers.path(Handlers.websocket((exchange, channel) -> opened(channel)))
                .addExactPath("/publish", new BlockingHandler(exchange -> publish.now(number(exchange, "count"), 0)))
                .addExactPath(
                        "/pace",
                        new BlockingHandler(
                                exchange -> publish.now(number(exchange, "count"), number(exchange, "micros"))));
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(paths)
                .build();
        server.start();
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    /** Publishes some messages. */
    public interface Publishing {

        /** @param micros between two of them; 0: none */
        void now(int count, long micros) throws Exception;
    }

    public void send(ByteBuffer message) {
        for (WebSocketChannel channel : channels) {
            WebSockets.sendText(message.duplicate(), channel, null);
        }
    }

    private void opened(WebSocketChannel channel) {
        channel.getReceiveSetter().set(new AbstractReceiveListener() {});
        channel.addCloseTask(channels::remove);
        channel.resumeReceives();
        channels.add(channel);
        WebSockets.sendText("ready", channel, null);
    }

    private static int number(HttpServerExchange exchange, String parameter) {
        Deque<String> values = exchange.getQueryParameters().get(parameter);
        if (values == null) {
            throw new IllegalArgumentException("There is no " + parameter);
        }
        return Integer.parseInt(values.getFirst());
    }
}
