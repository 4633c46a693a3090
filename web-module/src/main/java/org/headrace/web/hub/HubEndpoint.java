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
import java.util.List;
import org.headrace.engine.hub.ClientOrigin;
import org.headrace.engine.hub.Hub;
import org.headrace.engine.hub.HubConnection;
import org.headrace.engine.hub.HubUnavailableException;
import org.headrace.input.InvalidInputException;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.web.stream.Naming;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket of the hub. A client that names the subprotocol {@code headrace.v1+json} speaks that; one that names none
 * speaks SignalR, as Microsoft's clients do. The container makes an instance a connection.
 */
@ServerEndpoint(value = HubEndpoint.PATH, subprotocols = PlainMessages.SUBPROTOCOL, configurator = OpeningClient.class)
public class HubEndpoint {

    static final String PATH = "/hubs/events";

    private static final Log LOG = Log.of(HubEndpoint.class);

    /** Beyond what is allowed, so that a client that goes over it can be told so before it is cut off. */
    private static final int BUFFER = 2 * HubClient.MAX_MESSAGE;

    /** None: the hub has clocks of its own, and a task that Tyrus leaves behind for each message would last that long. */
    private static final long IDLE_MILLIS = 0;

    @Inject
    Hub hub;

    @Inject
    HubAdmission admission;

    @Inject
    ClosingSockets closing;

    private volatile @Nullable HubClient client;

    @OnOpen
    public void open(Session session) throws IOException {
        session.setMaxTextMessageBufferSize(BUFFER);
        session.setMaxBinaryMessageBufferSize(BUFFER);
        session.setMaxIdleTimeout(IDLE_MILLIS);
        ClientOrigin origin = OpeningClient.of(session);
        if (origin == null) {
            // By a spelling of the path that the filter does not know and the container takes for this one.
            session.close(new CloseReason(CloseCodes.VIOLATED_POLICY, "Connect at " + PATH));
            return;
        }
        try {
            client = open(session, origin, new WebSocketOutlet(session, closing::add));
        } catch (HubUnavailableException e) {
            session.close(new CloseReason(CloseCodes.TRY_AGAIN_LATER, e.getMessage()));
        } catch (InvalidInputException e) {
            session.close(new CloseReason(CloseCodes.CANNOT_ACCEPT, e.getMessage()));
        }
    }

    private HubClient open(Session session, ClientOrigin origin, WebSocketOutlet outlet)
            throws HubUnavailableException {
        Naming naming = admission.naming().of(parameter(session, HubNaming.PARAMETER));
        String token = parameter(session, "id");
        String resumedAs = token == null ? null : admission.resumedAs(token, origin.principal());
        HubConnection kept = resumedAs == null ? null : hub.resumable(resumedAs);
        if (kept != null) {
            return new HubClient(kept, outlet, naming, resumedAs).back(origin);
        }
        HubConnection connection =
                token == null ? hub.open(outlet, origin) : hub.open(outlet, origin, ConnectionTokens.publicId(token));
        var opened = new HubClient(connection, outlet, naming, resumedAs);
        return PlainMessages.SUBPROTOCOL.equals(session.getNegotiatedSubprotocol()) ? opened.plain() : opened;
    }

    private static @Nullable String parameter(Session session, String name) {
        List<String> values = session.getRequestParameterMap().get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    @OnMessage
    public void text(String message, Session session) {
        HubClient current = clientOf(session);
        if (current != null) {
            current.received(message);
        }
    }

    @OnMessage
    public void binary(byte[] message, Session session) {
        HubClient current = clientOf(session);
        if (current != null) {
            current.received(message);
        }
    }

    @OnMessage
    public void pong(PongMessage pong, Session session) {
        HubClient current = clientOf(session);
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
    public void failed(Throwable failure, Session session) {
        LOG.because(failure, LogMessage.HUB_CONNECTION_FAILED);
        HubClient current = clientOf(session);
        if (current != null) {
            current.gone();
        }
    }

    /**
     * Null: there is none. A container that has news of a session after its end makes another instance for them, and keeps
     * both; then it is told to forget them.
     */
    private @Nullable HubClient clientOf(Session session) {
        HubClient current = client;
        if (current == null && !session.isOpen()) {
            RawSockets.forget(session);
        }
        return current;
    }
}
