package org.headrace.web.hub;

import jakarta.websocket.Session;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.jspecify.annotations.Nullable;

/** Where the server is Payara: its WebSockets, which are Tyrus's. Elsewhere nothing of Tyrus is touched. */
final class RawSockets {

    private static final Log LOG = Log.of(RawSockets.class);

    private static final String TYRUS = "org.glassfish.tyrus.core.TyrusSession";

    private static final Set<LogMessage> TOLD = ConcurrentHashMap.newKeySet();

    private RawSockets() {}

    /** That of a session; null: there is none, and its messages go out as Jakarta WebSocket has it. */
    static @Nullable RawSocket of(Session session) {
        boolean isTyrus = session.getClass().getName().equals(TYRUS);
        // An extension, such as compression, changes frames on their way.
        return isTyrus && session.getNegotiatedExtensions().isEmpty() ? ofTyrus(session) : null;
    }

    private static @Nullable RawSocket ofTyrus(Session session) {
        try {
            return TyrusSocket.of(session);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            tell(LogMessage.FRAMES_NOT_SHARED, e);
            return null;
        }
    }

    /** Once a start: it will be so for all connections. */
    static void tell(LogMessage message, Throwable cause) {
        if (TOLD.add(message)) {
            LOG.because(cause, message);
        }
    }
}
