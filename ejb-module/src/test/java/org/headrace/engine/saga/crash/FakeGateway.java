package org.headrace.engine.saga.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Another system, which outlives the nodes and knows a call that is made again by its key. */
final class FakeGateway implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<String> effects = ConcurrentHashMap.newKeySet();
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch answers = new CountDownLatch(0);
    private volatile CountDownLatch lateAnswers = new CountDownLatch(1);
    private volatile @Nullable String heldUp;

    FakeGateway() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void handle(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestHeaders().getFirst(GatewayClient.KEY);
        effects.add(key);
        String crash = exchange.getRequestHeaders().getFirst(GatewayClient.UNANSWERED);
        try {
            if (crash != null) {
                CountDownLatch late = lateAnswers;
                unanswered.add(crash);
                late.await();
            } else if (exchange.getRequestHeaders().getFirst(GatewayClient.NODE).equals(heldUp)) {
                CountDownLatch held = answers;
                waiting.add(key);
                held.await();
                waiting.remove(key);
            }
        } catch (InterruptedException e) {
            throw new IOException("The gateway is closed", e);
        }
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_NO_CONTENT, -1);
        exchange.close();
    }

    /** Cases whose call has taken effect and is not answered. */
    Set<String> unanswered() {
        return unanswered;
    }

    void answerLate() {
        CountDownLatch before = lateAnswers;
        lateAnswers = new CountDownLatch(1);
        before.countDown();
    }

    /** Keeps a node waiting for its answers from now on. */
    void holdUp(String node) {
        answers = new CountDownLatch(1);
        heldUp = node;
    }

    void letGo() {
        heldUp = null;
        answers.countDown();
    }

    /** How many calls are kept waiting. */
    int heldUpCount() {
        return waiting.size();
    }

    /** The keys of a saga for which something happened; for each of them once. */
    Set<String> keysOf(String sagaId) {
        return effects.stream().filter(key -> key.startsWith(sagaId + ':')).collect(Collectors.toSet());
    }

    @Override
    public void close() {
        letGo();
        answerLate();
        server.stop(0);
        threads.shutdownNow();
    }
}
