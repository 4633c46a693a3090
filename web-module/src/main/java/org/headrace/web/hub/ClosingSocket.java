package org.headrace.web.hub;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReference;
import org.glassfish.tyrus.spi.Writer;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;

/**
 * A WebSocket of Payara whose close frame has gone out. The thread that reads ends it when the client answers or goes; where
 * the client does neither, no more is read from it, which that thread takes for its end.
 */
final class ClosingSocket {

    private static final Log LOG = Log.of(ClosingSocket.class);

    private final SocketChannel socket;

    /** Null: it has ended, and holds nothing any more of what the container has for a connection. */
    private final AtomicReference<Writer> writer;

    private volatile boolean isInputEnded;

    ClosingSocket(SocketChannel socket, Writer writer) {
        this.socket = socket;
        this.writer = new AtomicReference<>(writer);
    }

    boolean hasEnded() {
        return writer.get() == null;
    }

    /** Then nobody reads, and so nobody ends it. */
    boolean isBroken() {
        return !socket.isOpen();
    }

    /** False: it will not be read from any more. */
    boolean waitsForClient() {
        return !isInputEnded;
    }

    /** From any thread: from that which reads, or after it. */
    void end() {
        Writer ending = writer.getAndSet(null);
        try {
            if (ending != null) {
                ending.close();
            }
        } catch (IOException e) {
            LOG.write(LogMessage.CLOSED_ALREADY, e.getMessage());
        }
    }

    void endInput() {
        isInputEnded = true;
        try {
            socket.shutdownInput();
        } catch (IOException e) {
            LOG.write(LogMessage.CLOSED_ALREADY, e.getMessage());
        }
    }
}
