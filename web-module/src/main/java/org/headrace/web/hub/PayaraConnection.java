package org.headrace.web.hub;

import java.nio.channels.SocketChannel;
import org.glassfish.tyrus.spi.Writer;

/**
 * What a WebSocket of Payara goes out through, as far as it is of use to the hub: Grizzly's {@code OutputBuffer} and the
 * socket, as of Payara 6.2025.9.
 */
final class PayaraConnection {

    private final Object buffer;

    private PayaraConnection(Object buffer) {
        this.buffer = buffer;
    }

    /**
     * @param writer that of a WebSocket that is being opened, on the thread that opens it
     * @throws ReflectiveOperationException when this server's is another than those that are known
     */
    static PayaraConnection of(Writer writer) throws ReflectiveOperationException {
        Object proxy = Fields.valueOf("tyrusHttpUpgradeHandler", writer);
        Object upgraded = Fields.valueOf("handler", proxy);
        Object stream = Fields.valueOf("os", upgraded);
        Object catalina = Fields.valueOf("ob", stream);
        return new PayaraConnection(Fields.valueOf("grizzlyOutputBuffer", catalina));
    }

    /**
     * Has frames handed on as they are, whatever their length. Grizzly takes 8 KiB for each that is shorter, and copies it
     * there; a longer one it hands on. Lasts as long as the connection: Grizzly sets the length anew for the next one. What
     * cannot be sent at once is copied by Grizzly before it is queued.
     */
    void passBuffer() throws ReflectiveOperationException {
        Fields.named("bufferSize", buffer).setInt(buffer, 1);
    }

    SocketChannel socket() throws ReflectiveOperationException {
        Object connection = Fields.valueOf("connection", buffer);
        if (Fields.valueOf("channel", connection) instanceof SocketChannel socket) {
            return socket;
        }
        throw new NoSuchFieldException("There is no socket in " + connection.getClass());
    }
}
