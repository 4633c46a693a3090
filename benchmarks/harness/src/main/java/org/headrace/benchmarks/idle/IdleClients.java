package org.headrace.benchmarks.idle;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients of the hub that follow streams and are sent nothing. They answer its pings by themselves. */
final class IdleClients {

    private static final String PROTOCOL = "headrace.v1+json";
    private static final long PATIENCE_SECONDS = 60;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI hub;
    private final List<WebSocket> open = new ArrayList<>();

    private int followed;

    IdleClients(int port) {
        hub = URI.create("ws://127.0.0.1:" + port + "/hubs/events");
    }

    /**
     * Leaves those as they are that are as they should be.
     *
     * @param streams a client, other ones each
     */
    void bring(int clients, int streams) throws Exception {
        if (open.size() == clients && followed == streams) {
            return;
        }
        for (WebSocket client : open) {
            client.sendClose(WebSocket.NORMAL_CLOSURE, "").get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        open.clear();
        followed = streams;
        for (int i = 0; i < clients; i++) {
            open.add(subscribed(i * streams + 1, streams));
        }
    }

    private WebSocket subscribed(int first, int streams) throws Exception {
        var confirmations = new Confirmations(streams);
        WebSocket client = http.newWebSocketBuilder()
                .subprotocols(PROTOCOL)
                .buildAsync(hub, confirmations)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        for (int i = first; i < first + streams; i++) {
            client.sendText("{\"op\":\"subscribe\",\"stream\":\"BenchmarkIdle-" + i + "\"}", true)
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        confirmations.all.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return client;
    }

    /** Counts them, and takes anything but pings for an error. */
    private static final class Confirmations implements WebSocket.Listener {

        private final CompletableFuture<Void> all = new CompletableFuture<>();
        private final AtomicInteger missing;
        private final StringBuilder message = new StringBuilder();

        Confirmations(int wanted) {
            missing = new AtomicInteger(wanted);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                said(message.toString());
                message.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        private void said(String text) {
            if (text.contains("\"confirmed\"")) {
                if (missing.decrementAndGet() == 0) {
                    all.complete(null);
                }
            } else if (!text.contains("\"ping\"")) {
                all.completeExceptionally(new IllegalStateException("The hub said " + text));
            }
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            all.completeExceptionally(error);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            all.completeExceptionally(new IllegalStateException("The hub closed: " + code + " " + reason));
            return CompletableFuture.completedStage(null);
        }
    }
}
