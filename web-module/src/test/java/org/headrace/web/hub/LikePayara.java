package org.headrace.web.hub;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Objects that refer to each other as Payara's do. That Payara's are so, the tests of the hub on Payara tell. */
@SuppressWarnings("UnusedVariable") // read by reflection
final class LikePayara implements AutoCloseable {

    private record Connection(SocketChannel channel) {}

    private static class OutputBuffer {
        private int bufferSize = 8192;
        private final Connection connection;

        OutputBuffer(Connection connection) {
            this.connection = connection;
        }
    }

    private static final class ServerOutputBuffer extends OutputBuffer {
        ServerOutputBuffer(Connection connection) {
            super(connection);
        }
    }

    private record CatalinaBuffer(ServerOutputBuffer grizzlyOutputBuffer) {}

    private record Stream(CatalinaBuffer ob) {}

    private record UpgradeHandler(Stream os) {}

    private record Proxy(UpgradeHandler handler) {}

    private final SocketChannel socket;
    private final OutputBuffer buffer;
    private final Proxy proxy;

    LikePayara() throws IOException {
        socket = SocketChannel.open();
        var server = new ServerOutputBuffer(new Connection(socket));
        buffer = server;
        proxy = new Proxy(new UpgradeHandler(new Stream(new CatalinaBuffer(server))));
    }

    /** What Tyrus's writer on Payara has in its field {@code tyrusHttpUpgradeHandler}. */
    Object upgradeHandler() {
        return proxy;
    }

    SocketChannel socket() {
        return socket;
    }

    int bufferSize() {
        return buffer.bufferSize;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
