package org.headrace.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A subscriber of the hub's plain protocol, of what the JDK has. */
public final class HubListener implements WebSocket.Listener, AutoCloseable {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final List<JsonObject> messages = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    /** Connects to the hub of a server. */
    public HubListener(Api api) {
        URI base = api.base();
        WebSocket.Builder builder =
                HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("headrace.v1+json");
        if (api.login().isThere()) {
            builder.header("Authorization", api.login().authorization());
        }
        socket = builder.buildAsync(URI.create(base.toString().replaceFirst("^http", "ws") + "/hubs/events"), this)
                .join();
    }

    /** Subscribes and waits for the confirmation. */
    public void subscribe(String stream, long from) {
        socket.sendText("{\"op\":\"subscribe\",\"stream\":\"" + stream + "\",\"from\":" + from + "}", true)
                .join();
        Awaitility.await("confirmed").atMost(DEADLINE).until(() -> messages.stream()
                .anyMatch(m -> m.getString("op").equals("confirmed")
                        && m.getString("stream").equals(stream)));
    }

    /** The first events received, once there are so many. */
    public List<JsonObject> events(int count) {
        return Awaitility.await(count + " events")
                .atMost(DEADLINE)
                .until(this::events, received -> received.size() >= count)
                .subList(0, count);
    }

    /** Those received until now. */
    public List<JsonObject> events() {
        return messages.stream()
                .filter(m -> m.getString("op").equals("event"))
                .map(m -> m.getJsonObject("event"))
                .toList();
    }

    /** Whether it was told that it may connect again. */
    public boolean mayComeAgain() {
        return messages.stream().anyMatch(m -> m.getBoolean("reconnect", false));
    }

    /** What it was told that is wrong. */
    public List<String> errors() {
        return messages.stream()
                .filter(m -> m.getString("op").equals("error"))
                .map(m -> m.getString("message"))
                .toList();
    }

    /** What came before the first event. */
    public String firstOp() {
        return messages.get(0).getString("op");
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            try (JsonReader reader = Json.createReader(new StringReader(text.toString()))) {
                messages.add(reader.readObject());
            }
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    /** One that the server has closed at this moment can say goodbye no more. */
    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .exceptionally(closed -> socket)
                .join();
    }
}
