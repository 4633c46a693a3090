package org.headrace.web.hub;

import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;
import org.jspecify.annotations.Nullable;

/**
 * Writes to where Tyrus writes its own frames (as of 2.1.5), whole ones each. Saves what Tyrus does for each message of each
 * client: encoding it, framing it, and scheduling a task, although there is no idle time-out. Only loaded on a server that
 * has Tyrus.
 */
final class TyrusSocket implements RawSocket {

    private final Session session;
    private final Writer writer;

    private TyrusSocket(Session session, Writer writer) {
        this.session = session;
        this.writer = writer;
    }

    /** @throws ReflectiveOperationException when this Tyrus is another than those that are known */
    static RawSocket of(Session session) throws ReflectiveOperationException {
        Object remote = valueOf("asyncRemote", session, session.getClass());
        Object socket = valueOf("webSocket", remote, remote.getClass().getSuperclass());
        Object handler = valueOf("protocolHandler", socket, socket.getClass());
        if (valueOf("writer", handler, handler.getClass()) instanceof Writer writer) {
            return new TyrusSocket(session, writer);
        }
        throw new ClassNotFoundException("The server's " + Writer.class.getName() + " is not the application's");
    }

    private static Object valueOf(String name, Object object, Class<?> type) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        Object value = field.get(object);
        if (value == null) {
            throw new NoSuchFieldException("There is nothing in " + field);
        }
        return value;
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
