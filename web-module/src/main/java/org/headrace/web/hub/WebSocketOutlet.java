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

    private final Session session;
    private final @Nullable RawSocket raw;
    private volatile boolean binary;

    /** @param closing told of a socket that its client is to end */
    WebSocketOutlet(Session session, Consumer<ClosingSocket> closing) {
        this.session = session;
        this.raw = RawSockets.of(session, closing);
    }

    /** From now on frames are bytes. */
    void sendBinary() {
        binary = true;
    }

    @Override
    public void send(FrameText frame, Consumer<@Nullable Throwable> done) {
        RawSocket direct = raw;
        if (direct == null || !direct.takesFrames()) {
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
        var told = new CloseReason(CloseCodes.NORMAL_CLOSURE, shortened);
        RawSocket direct = raw;
        try {
            if (direct != null) {
                direct.close(told);
            } else {
                session.setMaxIdleTimeout(ClosingSockets.PATIENCE.toMillis());
                session.close(told);
            }
        } catch (IOException | RuntimeException e) {
            LOG.write(LogMessage.CLOSED_ALREADY, e.getMessage());
        }
    }

    private static Throwable failure(@Nullable Throwable told) {
        return told == null ? new IOException("The container does not say why") : told;
    }
}
