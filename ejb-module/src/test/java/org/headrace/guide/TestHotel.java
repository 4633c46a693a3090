package org.headrace.guide;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A hotel with one room, over real HTTP. */
final class TestHotel implements AutoCloseable {

    private final HttpServer server;
    private final AtomicInteger freeRooms = new AtomicInteger(1);
    private final Map<String, String> rooms = new ConcurrentHashMap<>();
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicBoolean dropsNext = new AtomicBoolean();

    TestHotel() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/bookings/", this::handle);
        server.start();
    }

    URI bookings() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/bookings");
    }

    /** Somebody else takes the room. */
    void fill() {
        freeRooms.set(0);
    }

    int freeRooms() {
        return freeRooms.get();
    }

    /** The methods, in order. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    /** The next call takes effect, and is not answered. */
    void dropNext() {
        dropsNext.set(true);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestURI().getPath();
        exchange.getRequestBody().readAllBytes();
        calls.add(exchange.getRequestMethod());
        int status =
                switch (exchange.getRequestMethod()) {
                    case "PUT" -> book(key);
                    case "DELETE" -> cancel(key);
                    default -> status(key);
                };
        try (exchange) {
            if (!dropsNext.getAndSet(false)) {
                byte[] body = rooms.getOrDefault(key, "none").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private int status(String key) {
        return cancelled.contains(key) ? 410 : rooms.containsKey(key) ? 200 : 404;
    }

    private int book(String key) {
        if (status(key) != 404) {
            return status(key);
        }
        int left = freeRooms.getAndUpdate(free -> Math.max(0, free - 1));
        if (left == 0) {
            return 409;
        }
        rooms.put(key, "room " + left);
        return 200;
    }

    private int cancel(String key) {
        if (cancelled.add(key) && rooms.containsKey(key)) {
            freeRooms.incrementAndGet();
        }
        return 410;
    }
}
