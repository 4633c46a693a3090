package org.headrace.benchmarks.receiver;

import java.util.List;
import java.util.stream.Stream;

/** How a contestant is spoken to, and how its messages are told apart. */
public enum Dialect {
    /** SignalR's JSON: messages end in U+001E, and several may share a frame. */
    SIGNALR(
            "/hubs/events",
            "",
            "{\"protocol\":\"json\",\"version\":1}\u001e",
            "{\"type\":1,\"target\":\"SubscribeToStream\",\"arguments\":[\"STREAM\",null]}\u001e",
            "SubscriptionConfirmed",
            "{\"type\":6}\u001e"),
    /** The hub's plain protocol: a frame a message. */
    PLAIN("/hubs/events", "headrace.v1+json", "", "{\"op\":\"subscribe\",\"stream\":\"STREAM\"}", "confirmed", ""),
    /** Socket.IO over a WebSocket: a frame a message. */
    SOCKET_IO("/socket.io/?EIO=4&transport=websocket", "", "", "40", "40{", ""),
    /** A frame a message, after one that says ready. */
    BARE("/", "", "", "", "ready", "");

    static final char END = '\u001e';

    private final String path;
    private final String subprotocol;
    private final String handshake;
    private final String subscribe;
    private final String ready;
    private final String ping;

    Dialect(String path, String subprotocol, String handshake, String subscribe, String ready, String ping) {
        this.path = path;
        this.subprotocol = subprotocol;
        this.handshake = handshake;
        this.subscribe = subscribe;
        this.ready = ready;
        this.ping = ping;
    }

    String path() {
        return path;
    }

    /** Empty: none. */
    String subprotocol() {
        return subprotocol;
    }

    /** What the client says first, to be sent what is published from then on. */
    List<String> greeting(String stream) {
        return Stream.of(handshake, subscribe.replace("STREAM", stream))
                .filter(message -> !message.isEmpty())
                .toList();
    }

    /** What the server says when messages may come. */
    String ready() {
        return ready;
    }

    /** What the client says now and then; empty: nothing. */
    String ping() {
        return ping;
    }

    /** Whether a frame may hold several messages. */
    boolean joins() {
        return this == SIGNALR;
    }
}
