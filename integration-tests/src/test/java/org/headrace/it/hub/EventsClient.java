package org.headrace.it.hub;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client of Jakarta WebSocket, as a Java program would have it. */
@ClientEndpoint(subprotocols = "headrace.v1+json")
public class EventsClient implements AutoCloseable {

    private final List<JsonObject> received = new CopyOnWriteArrayList<>();
    private final Session session;
    private volatile boolean closed;

    /** Connects. */
    EventsClient(int port, String query) throws Exception {
        session = ContainerProvider.getWebSocketContainer()
                .connectToServer(this, URI.create("ws://127.0.0.1:" + port + "/hubs/events" + query));
    }

    @OnMessage(maxMessageSize = 4 << 20)
    public void message(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            received.add(reader.readObject());
        }
    }

    @OnClose
    public void closed() {
        closed = true;
    }

    void send(String json) throws IOException {
        session.getBasicRemote().sendText(json);
    }

    String subprotocol() {
        return session.getNegotiatedSubprotocol();
    }

    boolean isClosed() {
        return closed;
    }

    /** Messages of one kind, in order. */
    List<JsonObject> received(String op) {
        return received.stream().filter(m -> m.getString("op").equals(op)).toList();
    }

    /** Kinds of all messages, in order. */
    List<String> ops() {
        return received.stream().map(m -> m.getString("op")).toList();
    }

    @Override
    public void close() throws IOException {
        session.close();
    }
}
