package org.headrace.sample.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.memory.HeapTransactions;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.sample.gateway.ChargesOver;
import org.headrace.sample.gateway.ChargesResource;
import org.headrace.sample.gateway.HeapCharges;

/** The sample's own gateway behind real HTTP, which can be told to fail. */
final class TestGateway implements AutoCloseable {

    private static final String PATH = "/api/gateway/charges";

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final ChargesResource resource =
            ChargesOver.resource(new HeapCharges(new HeapTransactions(jta.registry())));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Queue<String> answers = new ArrayDeque<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean holdsAnswers;

    TestGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(PATH, this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/gateway";
    }

    /** Method and key of each, in order. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    /** The next call has no effect and is answered so. */
    void answerNext(int status, String body) {
        answers.add(status + body);
    }

    /** From now on calls take effect, and nobody hears of it. */
    void holdAnswers() {
        holdsAnswers = true;
    }

    /** Until a call has taken effect and its answer is held. */
    void awaitHeld() throws InterruptedException {
        assertThat(held.await(60, TimeUnit.SECONDS)).as("an answer is held").isTrue();
    }

    void letAnswersGo() {
        holdsAnswers = false;
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String header = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        String key = path.length() > PATH.length() ? path.substring(PATH.length() + 1) : header;
        calls.add(exchange.getRequestMethod() + " " + key);
        String told = answers.poll();
        if (told == null) {
            try (Response response = perform(exchange, key)) {
                Object entity = response.getEntity();
                told = response.getStatus()
                        + (entity == null ? "{}" : JsonText.encode(entity).text());
            }
        }
        if (holdsAnswers) {
            held.countDown();
            await();
        }
        byte[] body = told.substring(3).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(Integer.parseInt(told.substring(0, 3)), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Response perform(HttpExchange exchange, String key) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return switch (exchange.getRequestMethod()) {
                case "POST" -> resource.charge(key, JsonText.of(body).decode(ChargesResource.NewCharge.class));
                case "DELETE" -> Response.ok(resource.refund(key)).build();
                default -> Response.ok(resource.find(key)).build();
            };
        } catch (WebApplicationException refused) {
            return refused.getResponse();
        } catch (InvalidInputException wrong) {
            return Response.status(400).entity(wrong.violations()).build();
        }
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
