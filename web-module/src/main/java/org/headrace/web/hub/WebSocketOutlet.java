package org.headrace.web.hub;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.headrace.engine.hub.FrameText;
import org.headrace.engine.hub.Outlet;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.jspecify.annotations.Nullable;

/** The way out through a WebSocket. Only whole messages, and one at a time: neither container limits what it queues. */
final class WebSocketOutlet implements Outlet {

    private static final Log LOG = Log.of(WebSocketOutlet.class);

    /** RFC 6455, 5.5: a close frame has room for so many bytes beside its code. */
    private static final int REASON_CHARS = 40;

    /** How long a client that is gone may leave its side open after we have closed ours. */
    private static final long FAREWELL_MILLIS = 15_000;

    private final Session session;
    private final @Nullable RawSocket raw;
    private volatile boolean binary;

    WebSocketOutlet(Session session) {
        this.session = session;
        this.raw = RawSockets.of(session);
    }

    /** From now on frames are bytes. */
    void sendBinary() {
        binary = true;
    }

    @Override
    public void send(FrameText frame, Consumer<@Nullable Throwable> done) {
        RawSocket direct = raw;
        if (direct == null) {
            send(frame.text(), done);
        } else {
            direct.send(frame.in(binary ? ServerFrame.BINARY : ServerFrame.TEXT), done);
        }
    }

    private void send(String message, Consumer<@Nullable Throwable> done) {
        // Where a send fails, a container may throw, call back, or do both.
        var told = new AtomicBoolean();
        var loaders = new SendingLoaders();
        SendHandler handler = result -> {
            if (told.compareAndSet(false, true)) {
                Throwable failure = result.isOK() ? null : failure(result.getException());
                loaders.callBack(() -> done.accept(failure));
            }
        };
        try (loaders) {
            if (binary) {
                session.getAsyncRemote().sendBinary(ByteBuffer.wrap(ByteText.bytes(message)), handler);
            } else {
                session.getAsyncRemote().sendText(message, handler);
            }
        } catch (RuntimeException e) {
            if (told.compareAndSet(false, true)) {
                done.accept(e);
            }
        }
    }

    @Override
    public void probe() {
        try {
            session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
        } catch (IOException | RuntimeException e) {
            LOG.write(LogMessage.PING_FAILED, e.getMessage());
        }
    }

    @Override
    public void close(String reason) {
        String shortened = reason.length() <= REASON_CHARS ? reason : reason.substring(0, REASON_CHARS);
        try {
            session.setMaxIdleTimeout(FAREWELL_MILLIS);
            session.close(new CloseReason(CloseCodes.NORMAL_CLOSURE, shortened));
        } catch (IOException | RuntimeException e) {
            LOG.write(LogMessage.CLOSED_ALREADY, e.getMessage());
        }
    }

    private static Throwable failure(@Nullable Throwable told) {
        return told == null ? new IOException("The container does not say why") : told;
    }
}
