package org.headrace.it.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.headrace.it.Api;
import org.headrace.it.gateway.Fault.Moment;

/**
 * Another company's payment gateway, in a process that no test kills: charges each key once and refunds it once, counts how
 * often it was called and how often that took effect, and can be told to fail.
 */
public final class PaymentGateway implements AutoCloseable {

    private static final String PATH = "/gateway/charges";

    /** What is known of a key. */
    private enum State {
        CHARGED,
        REFUNDED,
        VOIDED
    }

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, State> states = new ConcurrentHashMap<>();
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final Map<String, Integer> effects = new ConcurrentHashMap<>();
    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();

    private PaymentGateway(HttpServer server) {
        this.server = server;
    }

    /** On a free port. */
    public static PaymentGateway start() throws IOException {
        var gateway =
                new PaymentGateway(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        gateway.server.setExecutor(gateway.threads);
        gateway.server.createContext(PATH, gateway::handle);
        gateway.server.start();
        return gateway;
    }

    /** As the sample's setting has it. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/gateway";
    }

    /** The next call of that method. */
    public Fault next(String method, Fault fault) {
        faults.computeIfAbsent(method, m -> new ConcurrentLinkedQueue<>()).add(fault);
        return fault;
    }

    /** How often it was called for a key. */
    public int calls(String method, String key) {
        return calls.getOrDefault(method + " " + key, 0);
    }

    /** How often money was taken under a key. */
    public int charges(String key) {
        return effects.getOrDefault("POST " + key, 0);
    }

    /** How often money was given back under a key. */
    public int refunds(String key) {
        return effects.getOrDefault("DELETE " + key, 0);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        String key = method.equals("POST")
                ? exchange.getRequestHeaders().getFirst("Idempotency-Key")
                : path.substring(PATH.length() + 1);
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.merge(method + " " + key, 1, Integer::sum);
        Queue<Fault> planned = faults.get(method);
        Fault fault = planned == null ? null : planned.poll();
        try (exchange) {
            if (fault != null && !fault.befall(Moment.BEFORE_EFFECT)) {
                return;
            }
            Answer answer = perform(method, key, body);
            if (fault != null && !fault.befall(Moment.AFTER_EFFECT)) {
                return;
            }
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private synchronized Answer perform(String method, String key, String body) {
        return switch (method) {
            case "POST" -> charge(key, Api.parse(body).asJsonObject());
            case "GET" -> states.containsKey(key) ? told(200, key) : new Answer(404, "{}");
            case "DELETE" -> refund(key);
            default -> new Answer(405, "{}");
        };
    }

    private Answer charge(String key, JsonObject wanted) {
        if (wanted.getString("cardToken").endsWith("0002")) {
            return new Answer(402, "{\"detail\":\"declined\"}");
        }
        State there = states.putIfAbsent(key, State.CHARGED);
        if (there == null) {
            effects.merge("POST " + key, 1, Integer::sum);
            return told(201, key);
        }
        return there == State.CHARGED ? told(200, key) : new Answer(409, "{\"detail\":\"used up\"}");
    }

    private Answer refund(String key) {
        if (states.putIfAbsent(key, State.VOIDED) == State.CHARGED) {
            states.put(key, State.REFUNDED);
            effects.merge("DELETE " + key, 1, Integer::sum);
        }
        return told(200, key);
    }

    private Answer told(int status, String key) {
        String state = states.get(key).name().toLowerCase(Locale.ROOT);
        return new Answer(status, "{\"chargeId\":\"ch-" + key + "\",\"status\":\"" + state + "\"}");
    }
}
