package org.headrace.web.hub;

import jakarta.websocket.Session;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.jspecify.annotations.Nullable;

/** Where the server is Payara: its WebSockets, which are Tyrus's. Elsewhere nothing of Tyrus is touched. */
final class RawSockets {

    private static final Log LOG = Log.of(RawSockets.class);

    private static final String TYRUS = "org.glassfish.tyrus.core.TyrusSession";

    private static final Set<LogMessage> TOLD = ConcurrentHashMap.newKeySet();

    private RawSockets() {}

    /**
     * That of a session that is being opened.
     *
     * @param closing told of a socket that its client is to end
     * @return null: there is none, and all goes as Jakarta WebSocket has it
     */
    static @Nullable RawSocket of(Session session, Consumer<ClosingSocket> closing) {
        try {
            return isTyrus(session) ? TyrusSocket.of(session, closing) : null;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            tell(LogMessage.FRAMES_NOT_SHARED, e);
            return null;
        }
    }

    /** Has the container keep nothing of a session that has ended. */
    static void forget(Session ended) {
        try {
            if (isTyrus(ended)) {
                TyrusSocket.forget(ended);
            }
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            tell(LogMessage.FRAMES_NOT_SHARED, e);
        }
    }

    private static boolean isTyrus(Session session) {
        return session.getClass().getName().equals(TYRUS);
    }

    /** Once a start: it will be so for all connections. */
    static void tell(LogMessage message, Throwable cause) {
        if (TOLD.add(message)) {
            LOG.because(cause, message);
        }
    }
}
