package org.headrace.it.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A WebSocket without a protocol of its own: sends what a test says, notes whole messages, and may stop reading. */
final class RawClient implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String END = "\u001e";

    private final List<String> messages = new ArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;
    private volatile int closeCode;
    private volatile boolean ended;

    /** @throws WebSocketHandshakeException when it is not let in */
    RawClient(int port, String query) throws WebSocketHandshakeException {
        URI uri = URI.create("ws://127.0.0.1:" + port + "/hubs/events" + query);
        try {
            socket = CLIENT.newWebSocketBuilder().buildAsync(uri, this).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                // Who has answered shows in what the answer says beside its status.
                refused.addSuppressed(new IOException(refused.getResponse() + " "
                        + refused.getResponse().headers().map()));
                throw refused;
            }
            throw e;
        }
    }

    /** Connected, with the handshake done. */
    static RawClient signalR(int port) throws Exception {
        var client = new RawClient(port, "");
        client.say("{\"protocol\":\"json\",\"version\":1}");
        client.await("{}");
        return client;
    }

    /** The same in MessagePack. */
    static RawClient messagePack(int port) throws Exception {
        var client = new RawClient(port, "");
        client.say("{\"protocol\":\"messagepack\",\"version\":1}");
        client.await("{}");
        return client;
    }

    /** Sends one message of SignalR. */
    void say(String record) throws Exception {
        send(record + END);
    }

    void send(String text) throws Exception {
        socket.sendText(text, true).get(60, TimeUnit.SECONDS);
    }

    /** Sends what the server may cut off in the middle. */
    void sendAsMuchAsIsTaken(String text) throws Exception {
        try {
            send(text);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof IOException)) {
                throw e;
            }
        }
    }

    void sendBinary(byte[] bytes) throws Exception {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).get(60, TimeUnit.SECONDS);
    }

    /** All messages of SignalR received so far, without the marks of their ends. */
    synchronized List<String> said() {
        return messages.stream().flatMap(m -> List.of(m.split(END)).stream()).toList();
    }

    void await(String message) {
        Awaitility.await(message)
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> said().stream().anyMatch(m -> m.contains(message)));
    }

    /** The code it was closed with; 1006 where the connection broke. */
    int awaitEnd() {
        Awaitility.await("closed")
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> ended);
        return closeCode;
    }

    @Override
    public void onOpen(WebSocket opened) {
        opened.request(1);
    }

    @Override
    public synchronized CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            messages.add(part.toString());
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    /** Bytes are noted as the characters of their numbers. */
    @Override
    public synchronized CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        return onText(from, StandardCharsets.ISO_8859_1.decode(data), last);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closeCode = code;
        ended = true;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closeCode = 1006;
        ended = true;
    }

    /** As a killed process: without a word. */
    void abort() {
        socket.abort();
    }

    @Override
    public void close() throws IOException {
        socket.abort();
    }
}
