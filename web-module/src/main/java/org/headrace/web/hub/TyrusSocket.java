package org.headrace.web.hub;

import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;
import org.headrace.log.LogMessage;
import org.jspecify.annotations.Nullable;

/**
 * Writes to where Tyrus writes its own frames (as of 2.1.5), whole ones each. Saves what Tyrus does for each message of each
 * client: encoding it, framing it, and scheduling a task, although there is no idle time-out. Only loaded on a server that
 * has Tyrus.
 */
final class TyrusSocket implements RawSocket {

    private final Session session;
    private final Writer writer;
    private boolean isBufferPassed;

    private TyrusSocket(Session session, Writer writer) {
        this.session = session;
        this.writer = writer;
    }

    /** @throws ReflectiveOperationException when this Tyrus is another than those that are known */
    static RawSocket of(Session session) throws ReflectiveOperationException {
        Object remote = Fields.valueOf("asyncRemote", session);
        Object socket = Fields.valueOf("webSocket", remote);
        Object handler = Fields.valueOf("protocolHandler", socket);
        if (Fields.valueOf("writer", handler) instanceof Writer writer) {

            return new TyrusSocket(session, writer);
        }
        throw new ClassNotFoundException("The server's " + Writer.class.getName() + " is not the application's");
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
            passBuffer();
        } catch (RuntimeException e) {
            told.failed(e);
        }
    }

    /** Once the writer has its stream, which is by its first frame. Without it frames go out too. */
    private void passBuffer() {
        if (isBufferPassed) {
            return;
        }
        isBufferPassed = true;
        try {
            GrizzlyBuffer.passBy(writer);
        } catch (ReflectiveOperationException | RuntimeException e) {
            RawSockets.tell(LogMessage.FRAMES_COPIED, e);
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
