package org.headrace.web.hub;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;
import org.headrace.log.LogMessage;
import org.jspecify.annotations.Nullable;

/**
 * Writes to where Tyrus writes its own frames (as of 2.1.5), whole ones each. Saves what Tyrus does for each message of each
 * client: encoding it, framing it, and scheduling a task, although there is no idle time-out. Closes so that Payara's request
 * is ended by the thread that reads ({@link OrderlyWriter}). Only loaded on a server that has Tyrus.
 */
final class TyrusSocket implements RawSocket {

    private final Session session;
    private final OrderlyWriter writer;
    private final boolean takesFrames;
    private final @Nullable SocketChannel socket;
    private final Consumer<ClosingSocket> closing;

    private TyrusSocket(
            Session session, OrderlyWriter writer, @Nullable SocketChannel socket, Consumer<ClosingSocket> closing) {
        this.session = session;
        this.writer = writer;
        this.socket = socket;
        this.closing = closing;
        // One such as compression.
        this.takesFrames = session.getNegotiatedExtensions().isEmpty();
    }

    /**
     * To be called by the thread that opens it.
     *
     * @param closing told of a socket that its client is to end
     * @throws ReflectiveOperationException when this Tyrus is another than those that are known
     */
    static TyrusSocket of(Session session, Consumer<ClosingSocket> closing) throws ReflectiveOperationException {
        Object remote = Fields.valueOf("asyncRemote", session);
        Object webSocket = Fields.valueOf("webSocket", remote);
        Object handler = Fields.valueOf("protocolHandler", webSocket);
        Field place = Fields.named("writer", handler);
        if (place.get(handler) instanceof Writer writer) {
            var orderly = new OrderlyWriter(writer);
            place.set(handler, orderly);
            return new TyrusSocket(session, orderly, socketOf(writer), closing);
        }
        throw new ClassNotFoundException("The server's " + Writer.class.getName() + " is not the application's");
    }

    /** Null: it is not known, and frames are copied. */
    private static @Nullable SocketChannel socketOf(Writer writer) {
        try {
            PayaraConnection connection = PayaraConnection.of(writer);
            SocketChannel socket = connection.socket();
            connection.passBuffer();
            return socket;
        } catch (ReflectiveOperationException | RuntimeException e) {
            RawSockets.tell(LogMessage.FRAMES_COPIED, e);
            return null;
        }
    }

    /**
     * Has Tyrus forget a session that has ended. It forgets each at its end; but a failure that it tells of afterwards, such as
     * a message that was too long, has it remember the session for good.
     */
    static void forget(Session ended) throws ReflectiveOperationException {
        Object wrapper = Fields.valueOf("endpointWrapper", ended);
        Object components = Fields.valueOf("componentProvider", wrapper);
        Method forget = components.getClass().getMethod("removeSession", Session.class);
        forget.invoke(components, ended);
    }

    @Override
    public boolean takesFrames() {
        return takesFrames;
    }

    @Override
    public void send(byte[] frame, Consumer<@Nullable Throwable> done) {
        var told = new Told(done);
        if (!session.isOpen()) {
            told.failed(new IOException("The session is closed"));
            return;
        }
        try {
            writer.write(ByteBuffer.wrap(frame), told);
        } catch (RuntimeException e) {
            told.failed(e);
        }
    }

    @Override
    public void close(CloseReason reason) throws IOException {
        SocketChannel open = socket;
        if (open == null) {
            session.close(reason);
        } else if (session.isOpen()) {
            writer.withoutEnd(open, closing, () -> session.close(reason));
        }
    }

    /** Tyrus may tell of a failure twice. */
    private static final class Told extends CompletionHandler<ByteBuffer> {

        private final AtomicBoolean isTold = new AtomicBoolean();
        private final Consumer<@Nullable Throwable> done;

        Told(Consumer<@Nullable Throwable> done) {
            this.done = done;
        }

        @Override
        public void completed(ByteBuffer frame) {
            tell(null);
        }

        @Override
        public void failed(Throwable cause) {
            tell(cause);
        }

        @Override
        public void cancelled() {
            tell(new IOException("The container has cancelled it"));
        }

        private void tell(@Nullable Throwable failure) {
            if (isTold.compareAndSet(false, true)) {
                done.accept(failure);
            }
        }
    }
}
