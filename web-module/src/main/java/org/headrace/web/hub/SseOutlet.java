package org.headrace.web.hub;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.headrace.engine.hub.FrameText;
import org.headrace.engine.hub.HubConnection;
import org.headrace.engine.hub.Outlet;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.jspecify.annotations.Nullable;

/**
 * The way out through the body of an HTTP response, never blocking: a frame is written when the container is ready for
 * it, and counts as sent when the container is ready for more. So what a slow client costs is this frame and what the
 * container and the system buffer of a connection.
 */
final class SseOutlet implements Outlet, WriteListener {

    private static final Log LOG = Log.of(SseOutlet.class);

    private static final FrameText.Form<byte[]> UTF_8 = text -> text.getBytes(StandardCharsets.UTF_8);

    private final AsyncContext context;
    private final ServletOutputStream out;
    private volatile @Nullable HubConnection connection;

    // What follows is guarded by this.
    private boolean listening;
    private byte[] frame = {};
    private Step step = Step.SENT;
    private @Nullable Consumer<@Nullable Throwable> done;

    private enum Step {
        WRITE,
        FLUSH,
        SENT
    }

    SseOutlet(AsyncContext context, ServletOutputStream out) {
        this.context = context;
        this.out = out;
    }

    /** Begins to write, for this connection; it is one of these streams until the container has completed the answer. */
    void start(HubConnection served, OpenEventStreams streams) {
        connection = served;
        streams.began();
        context.addListener(new SseEnd(served, streams));
        out.setWriteListener(this);
    }

    @Override
    public void send(FrameText text, Consumer<@Nullable Throwable> whenDone) {
        synchronized (this) {
            frame = text.in(UTF_8);
            step = Step.WRITE;
            done = whenDone;
        }
        write();
    }

    @Override
    public void onWritePossible() {
        synchronized (this) {
            listening = true;
        }
        write();
    }

    private void write() {
        Consumer<@Nullable Throwable> waiting;
        Exception failure = null;
        synchronized (this) {
            try {
                // Before its first call the container has not begun to be asynchronous.
                if (!listening || done == null || !hasGoneOut()) {
                    return;
                }
            } catch (IOException | RuntimeException e) {
                failure = e;
            }
            waiting = forget();
        }
        tell(waiting, failure);
    }

    private boolean hasGoneOut() throws IOException {
        while (out.isReady()) {
            if (step == Step.WRITE) {
                step = Step.FLUSH;
                out.write(frame);
            } else if (step == Step.FLUSH) {
                step = Step.SENT;
                out.flush();
            } else {
                return true;
            }
        }
        return false;
    }

    private synchronized @Nullable Consumer<@Nullable Throwable> forget() {
        Consumer<@Nullable Throwable> waiting = done;
        done = null;
        frame = new byte[0];
        return waiting;
    }

    private void tell(@Nullable Consumer<@Nullable Throwable> waiting, @Nullable Throwable failure) {
        HubConnection served = connection;
        // Clients have no way to say anything: that they take what is sent is all there is.
        if (failure == null && served != null) {
            served.heard();
        }
        if (waiting != null) {
            waiting.accept(failure);
        }
    }

    /** The container closes a connection that broke. */
    @Override
    public void onError(Throwable failure) {
        LOG.write(LogMessage.EVENT_STREAM_BROKE, failure.getMessage());
        tell(forget(), failure);
        HubConnection served = connection;
        if (served != null) {
            served.gone();
        }
        close("Sending failed");
    }

    /** A client cannot be asked; the ping that goes out beside this fails where it has gone. */
    @Override
    public void probe() {}

    @Override
    public void close(String reason) {
        try {
            context.complete();
        } catch (IllegalStateException e) {
            LOG.write(LogMessage.EVENT_STREAM_ENDED_ALREADY, e.getMessage());
        }
    }
}
