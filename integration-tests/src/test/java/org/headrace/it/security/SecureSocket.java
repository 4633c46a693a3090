package org.headrace.it.security;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.headrace.it.Api;

/** A client of SignalR's JSON that says who it is. Notes what it is sent. */
final class SecureSocket implements WebSocket.Listener, AutoCloseable {

    private static final String HUB = "/hubs/events";
    private static final String END = "\u001e";
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;

    private SecureSocket(Api api, String path, String... headers) {
        URI uri = URI.create("ws://" + api.base().getAuthority() + api.base().getPath() + path);
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        socket = builder.buildAsync(uri, this).join();
    }

    /** Opens one, and does SignalR's handshake. */
    static SecureSocket open(Api api, String query, String... headers) {
        var opened = new SecureSocket(api, HUB + query, headers);
        opened.say("{\"protocol\":\"json\",\"version\":1}");
        opened.await("{}");
        return opened;
    }

    /** With what status it is refused; 101: it is not. */
    static int status(Api api, String query, String... headers) {
        return statusAt(api, HUB + query, headers);
    }

    /** The same at another path; 101 also where it is closed at once. */
    static int statusAt(Api api, String path, String... headers) {
        try {
            new SecureSocket(api, path, headers).close();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    SecureSocket subscribe(String stream) {
        say("{\"type\":1,\"invocationId\":\"1\",\"target\":\"SubscribeToStream\",\"arguments\":[\"" + stream
                + "\",0]}");
        return this;
    }

    private void say(String record) {
        socket.sendText(record + END, true).join();
    }

    /** Waits for a message that has this in it; returns it. */
    String await(String text) {
        return Awaitility.await(text)
                .atMost(DEADLINE)
                .until(
                        () -> received.stream()
                                .filter(message -> message.contains(text))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    List<String> received() {
        return received;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            received.addAll(List.of(part.toString().split(END, -1)));
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
