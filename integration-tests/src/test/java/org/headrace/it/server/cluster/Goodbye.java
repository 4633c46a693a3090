package org.headrace.it.server.cluster;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.headrace.it.Api;

/** A client of the hub that speaks SignalR, and notes what it is told at the end, to the letter. */
final class Goodbye implements WebSocket.Listener, AutoCloseable {

    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final String HANDSHAKE = "{\"protocol\":\"json\",\"version\":1}";
    private static final String END = "\u001e";

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final WebSocket socket;
    private volatile boolean ended;

    /** Connects, and has its handshake done. */
    Goodbye(Api api) throws Exception {
        URI hub = URI.create(api.base().toString().replaceFirst("^http", "ws") + "/hubs/events");
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(hub, this)
                .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        socket.sendText(HANDSHAKE + END, true).get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        await("{}" + END);
    }

    private void await(String text) {
        Awaitility.await(text).atMost(DEADLINE).until(() -> all().contains(text));
    }

    /** Waits for the end; what it was told before. */
    String awaitEnd() {
        Awaitility.await("the end")
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> ended);
        return all().replace("{}" + END, "");
    }

    private String all() {
        return String.join("", said);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        said.add(text.toString());
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        ended = true;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        ended = true;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
