package org.headrace.web.hub;

import jakarta.websocket.CloseReason;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that takes frames as they are on the wire, so that one that many clients are sent is made once. Jakarta
 * WebSocket has no way for it; {@link RawSockets} knows who has.
 */
interface RawSocket {

    /** False: frames are to be sent by Jakarta WebSocket; something changes them on their way. */
    boolean takesFrames();

    /**
     * Sends one whole frame, among those that the container sends of itself.
     *
     * @param frame as {@link ServerFrame} makes it; never changed
     * @param done as in {@link org.headrace.engine.hub.Outlet#send}
     */
    void send(byte[] frame, Consumer<@Nullable Throwable> done);

    /** As {@link jakarta.websocket.Session#close(CloseReason)}, by any thread. */
    void close(CloseReason reason) throws IOException;
}
