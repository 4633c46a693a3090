package org.headrace.web.hub;

import jakarta.servlet.ServletException;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import org.headrace.engine.hub.ClientOrigin;
import org.jspecify.annotations.Nullable;

/**
 * Carries where a WebSocket comes from, which only the HTTP request tells, to its session. Jakarta WebSocket has no way for
 * it: but the handshake is made on the request's thread, and what it puts into the configuration is the session's own.
 */
public final class OpeningClient extends ServerEndpointConfig.Configurator {

    private static final String KEY = ClientOrigin.class.getName();

    private static final ThreadLocal<ClientOrigin> CURRENT = new ThreadLocal<>();

    /** What may open a WebSocket. */
    interface Opening {
        void run() throws IOException, ServletException;
    }

    /** WebSockets opened meanwhile, by this thread, come from there. */
    static void from(ClientOrigin origin, Opening opening) throws IOException, ServletException {
        CURRENT.set(origin);
        try {
            opening.run();
        } finally {
            CURRENT.remove();
        }
    }

    /** Null: no filter has let it in. */
    static @Nullable ClientOrigin of(Session session) {
        return session.getUserProperties().get(KEY) instanceof ClientOrigin origin ? origin : null;
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        ClientOrigin current = CURRENT.get();
        if (current == null) {
            config.getUserProperties().remove(KEY);
        } else {
            config.getUserProperties().put(KEY, current);
        }
    }
}
