package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.headrace.it.Api;
import org.headrace.it.HeadraceProcess;
import org.headrace.it.SharedServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Clients that come and go, in each way there is of going. Afterwards the server holds what it held before: the property
 * {@code headrace.test.churn-connections} tells how many there are.
 */
@ExtendWith(SharedServer.class)
class HubChurnIT {

    private static final int CONNECTIONS = Integer.getInteger("headrace.test.churn-connections", 1_500);
    private static final int AT_ONCE = 16;
    private static final int WARM_UP = 160;

    private static final int EVENTS = 5_000;
    private static final String FILLING = "x".repeat(1_000);

    private static final int PART = 16 << 10;
    private static final int MORE_PARTS_THAN_THE_CONTAINER_TAKES = 20;

    /** A tenth of what one leaked buffer of a frame in each connection would be. */
    private static final long HEAP_TOLERANCE = 16 << 20;

    /** Of each name: a pool grows to what is asked of it at once, and keeps that. One a connection of any way would be more. */
    private static final int THREAD_TOLERANCE = AT_ONCE;

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final String stream = "Churn-" + UUID.randomUUID();
    private Api api;
    private HeadraceProcess server;

    @BeforeEach
    void log(HeadraceProcess shared) throws Exception {
        server = shared;
        api = shared.api();
        String event = "{\"type\":\"T\",\"data\":\"" + FILLING + "\"}\n";
        assertThat(api.postNdjson("/api/streams/" + stream + "/events", event.repeat(EVENTS))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void nothingIsLeftOfClientsHoweverTheyWent() throws Exception {
        var heap = new ServerHeap(server.pid());
        JsonObject idle = api.getObject("/api/hub");
        comeAndGo(WARM_UP);
        awaitCounts(idle);
        Map<String, Long> instances = heap.instances(HubChurnIT::isOfConnections);
        Map<String, Long> threads = heap.threads();
        long bytes = heap.bytes();

        long since = System.nanoTime();
        comeAndGo(CONNECTIONS);
        long took = System.nanoTime() - since;

        awaitCounts(idle);
        Awaitility.await("what is held for connections").atMost(DEADLINE).untilAsserted(() -> assertThat(
                        left(instances, heap.instances(HubChurnIT::isOfConnections)))
                .isEmpty());
        Awaitility.await("sockets whose clients have gone")
                .atMost(DEADLINE)
                .until(() -> HalfClosed.sockets(server.port()) == 0);
        long grown = heap.bytes() - bytes;
        Map<String, Long> moreThreads = increases(threads, heap.threads());
        moreThreads.keySet().removeIf(HubChurnIT::isTheCompilers);
        System.out.printf(
                "HubChurnIT: %d connections in %.1f s; heap %+d KiB; more threads: %s%n",
                CONNECTIONS, took / 1e9, grown >> 10, moreThreads);
        assertThat(grown).as("bytes of heap").isLessThan(HEAP_TOLERANCE);
        assertThat(CONNECTIONS / Way.values().length)
                .as("one a connection of a way")
                .isGreaterThan(THREAD_TOLERANCE);
        assertThat(moreThreads.values()).as("threads: %s", moreThreads).allSatisfy(more -> assertThat(more)
                .isLessThanOrEqualTo(THREAD_TOLERANCE));
        assertThat(server.output()).as("this server is one that is known").doesNotContain("HR-4206", "HR-4207");
    }

    /** The virtual machine's compiler takes and gives up threads as it has work. */
    private static boolean isTheCompilers(String thread) {
        return thread.contains("CompilerThread");
    }

    private static boolean isOfConnections(String type) {
        return isKeptForAWhile(type)
                || type.startsWith("org.headrace.engine.hub.")
                || type.startsWith("org.headrace.engine.stream.")
                || type.startsWith("org.headrace.web.hub.");
    }

    /** What a request of the container's still refers to until another connection uses it again. */
    private static boolean isKeptForAWhile(String type) {
        return type.endsWith(".TyrusSession")
                || type.endsWith(".TyrusWebSocket")
                || type.endsWith("$IdleTimeoutCommand")
                || type.endsWith(".OrderlyWriter")
                || type.endsWith(".ClosingSocket")
                || type.endsWith(".ClientOrigin");
    }

    /** Of which connections' objects there are more now, and how many more. */
    private static Map<String, Long> left(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> more = increases(before, after);
        more.entrySet()
                .removeIf(entry -> (isKeptForAWhile(entry.getKey()) && entry.getValue() <= AT_ONCE)
                        || (isLambda(entry.getKey()) && !before.containsKey(entry.getKey()) && entry.getValue() == 1));
        return more;
    }

    /** One that captures nothing is made once, when it is needed first. */
    private static boolean isLambda(String type) {
        return type.contains("$$Lambda");
    }

    /** Of what there is more now, and how much more. */
    private static Map<String, Long> increases(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> more = new TreeMap<>();
        after.forEach((name, count) -> {
            long increase = count - before.getOrDefault(name, 0L);
            if (increase > 0) {
                more.put(name, increase);
            }
        });
        return more;
    }

    private void awaitCounts(JsonObject expected) {
        Awaitility.await("counts as before")
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(api.getObject("/api/hub")).isEqualTo(expected));
    }

    private void comeAndGo(int clients) throws Exception {
        ExecutorService crowd = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                Way way = Way.values()[i % Way.values().length];
                all.add(crowd.submit(() -> {
                    comeAndGo(way);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            crowd.shutdownNow();
        }
    }

    private enum Way {
        BEFORE_ASKING,
        WHILE_ASKING,
        IN_THE_HANDSHAKE,
        NEGOTIATED_AND_LIVE,
        POLITELY,
        CUT_IN_CATCH_UP,
        CLOSED_IN_CATCH_UP,
        CUT_WITH_MANY_SUBSCRIPTIONS,
        REFUSED,
        TOO_LONG,
        CUT_EVENT_STREAM
    }

    private void comeAndGo(Way way) throws Exception {
        if (way == Way.POLITELY || way == Way.CUT_IN_CATCH_UP || way == Way.CLOSED_IN_CATCH_UP) {
            catchUp(way);
            return;
        }
        try (var socket = BareSocket.connect(server.port(), "127.0.0.1")) {
            switch (way) {
                case BEFORE_ASKING -> {}
                case WHILE_ASKING -> socket.ask("/hubs/events");
                case IN_THE_HANDSHAKE -> {
                    socket.ask("/hubs/events");
                    socket.await("101 ");
                }
                case NEGOTIATED_AND_LIVE -> {
                    socket.ask("/hubs/events?id=" + negotiated());
                    socket.await("101 ");
                    socket.shakeHands();
                    socket.subscribe(stream, "null");
                    socket.await("\"type\":3");
                }
                case CUT_WITH_MANY_SUBSCRIPTIONS -> {
                    socket.open();
                    for (int i = 0; i < 20; i++) {
                        socket.subscribe(stream + "-" + i, i % 2 == 0 ? "0" : "null");
                    }
                }
                case REFUSED -> {
                    socket.open();
                    socket.say("{\"type\":1");
                    socket.await("\"type\":7");
                    socket.sendClose();
                }
                case TOO_LONG -> {
                    socket.open();
                    sayTooMuch(socket);
                    socket.awaitCutOff();
                }
                default -> {
                    socket.askForEvents("/api/streams/" + stream + "/events?from=0");
                    socket.await("data:");
                }
            }
            socket.reset();
        }
    }

    private static void sayTooMuch(BareSocket socket) {
        try {
            socket.sendInParts("x".repeat(PART), MORE_PARTS_THAN_THE_CONTAINER_TAKES);
            socket.sendClose();
        } catch (IOException cutOff) {
            // before the last of them has come
        }
    }

    /** Of its receive buffer the client reads a little; most of the stream it is never sent. */
    private void catchUp(Way way) throws IOException {
        try (var socket = BareSocket.signalR(server.port(), "127.0.0.1")) {
            socket.subscribe(stream, "0");
            socket.await("\"offset\":3,");
            if (way == Way.POLITELY) {
                socket.say("{\"type\":7}");
            } else if (way == Way.CUT_IN_CATCH_UP) {
                socket.reset();
            }
        }
    }

    private String negotiated() throws Exception {
        return Api.object(api.postJson("/hubs/events/negotiate?negotiateVersion=1", ""))
                .getString("connectionToken");
    }
}
