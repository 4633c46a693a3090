package org.headrace.web.hub;

import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.headrace.engine.hub.Hub;
import org.headrace.engine.hub.HubConnection;
import org.headrace.engine.hub.HubUnavailableException;
import org.headrace.input.InvalidInputException;
import org.headrace.web.stream.Naming;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket of the hub. A client that names the subprotocol {@code headrace.v1+json} speaks that; one that names none
 * speaks SignalR, as Microsoft's clients do. The container makes an instance a connection.
 */
@ServerEndpoint(value = HubEndpoint.PATH, subprotocols = PlainMessages.SUBPROTOCOL)
public class HubEndpoint {

    static final String PATH = "/hubs/events";

    private static final System.Logger LOG = System.getLogger(HubEndpoint.class.getName());

    /** Beyond what is allowed, so that a client that goes over it can be told so before it is cut off. */
    private static final int BUFFER = 2 * HubClient.MAX_MESSAGE;

    /** Ours end a silent connection well before. */
    private static final long IDLE_MILLIS = 90_000;

    @Inject
    Hub hub;

    private volatile @Nullable HubClient client;

    @OnOpen
    public void open(Session session) throws IOException {
        session.setMaxTextMessageBufferSize(BUFFER);
        session.setMaxBinaryMessageBufferSize(BUFFER);
        session.setMaxIdleTimeout(IDLE_MILLIS);
        try {
            Naming naming = naming(session);
            HubConnection connection = hub.open(new WebSocketOutlet(session));
            client = PlainMessages.SUBPROTOCOL.equals(session.getNegotiatedSubprotocol())
                    ? HubClient.plain(connection, PlainMessages.in(naming))
                    : HubClient.signalR(connection, SignalRMessages.in(naming));
        } catch (HubUnavailableException e) {
            session.close(new CloseReason(CloseCodes.TRY_AGAIN_LATER, e.getMessage()));
        } catch (InvalidInputException e) {
            session.close(new CloseReason(CloseCodes.CANNOT_ACCEPT, e.getMessage()));
        }
    }

    @OnMessage
    public void text(String message) {
        HubClient current = client;
        if (current != null) {
            current.received(message);
        }
    }

    @OnMessage
    public void binary(byte[] message) {
        HubClient current = client;
        if (current != null) {
            current.received(message);
        }
    }

    @OnMessage
    public void pong(PongMessage pong) {
        HubClient current = client;
        if (current != null) {
            current.heard();
        }
    }

    @OnClose
    public void close() {
        HubClient current = client;
        if (current != null) {
            current.gone();
        }
    }

    /** A connection that broke, or a message that the container refused; it closes the connection itself. */
    @OnError
    public void failed(Throwable failure) {
        LOG.log(Level.DEBUG, "A connection of the hub failed", failure);
        close();
    }

    private static Naming naming(Session session) {
        List<String> asked = session.getRequestParameterMap().get("naming");
        return Naming.of(asked == null || asked.isEmpty() ? null : asked.get(0), ServerNaming.CONFIGURED);
    }

    /** Read once, at the first connection. */
    private static final class ServerNaming {
        static final Naming CONFIGURED = Naming.of(
                ConfigProvider.getConfig()
                        .getOptionalValue("headrace.hub.naming", String.class)
                        .orElse(null),
                Naming.CAMEL);
    }
}
