package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.headrace.it.Api;
import org.headrace.it.HeadraceProcess;
import org.headrace.it.Undisturbed;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Clients that are subscribed and never read, beside as many that do: the server's heap stays as it is, and the readers do
 * not feel it. {@code headrace.test.slow-clients} tells how many there are of each kind, and
 * {@code headrace.test.slow-events} how many events are published meanwhile. Latencies are told always, and compared only
 * over a million events.
 */
@Undisturbed
class SlowConsumersIT {

    private static final int CLIENTS = Integer.getInteger("headrace.test.slow-clients", 50);
    private static final int EVENTS = Integer.getInteger("headrace.test.slow-events", 50_000);
    private static final int EVENTS_A_SECOND = Integer.getInteger("headrace.test.slow-rate", 2_000);
    private static final int WHOLE = 1_000_000;

    private static final int BATCH = 200;
    private static final long HEAP_TOLERANCE = 32 << 20;
    /** What Payara buffers for a connection, a few frames, and in the shorter run a share of what the node holds of the stream. */
    private static final long BUFFERED = 768 << 10;

    private static final long SETTLED = 1 << 20;
    private static final int READERS_BUFFER = 256 << 10;
    private static final String ADDRESS = "127.0.0.1";
    private static final String FILLER = "{\"type\":\"T\",\"data\":{\"text\":\"" + "x".repeat(60) + "\"}}\n";

    private final String stream = "Slow-" + UUID.randomUUID();
    private final ScheduledExecutorService pings = Executors.newSingleThreadScheduledExecutor();
    private final List<BareSocket> open = new ArrayList<>();
    private HeadraceProcess server;
    private Api api;
    private ServerHeap heap;

    @BeforeEach
    void start() {
        server = HeadraceProcess.start(
                Places.newDirectory("slow"), "HEADRACE_HUB_SEND_TIMEOUT=PT2H", "HEADRACE_JAVA_OPTS=");
        api = server.api();
        heap = new ServerHeap(server.pid());
    }

    @AfterEach
    void stop() throws Exception {
        pings.shutdownNow();
        pings.awaitTermination(1, TimeUnit.MINUTES);
        for (BareSocket socket : open) {
            socket.close();
        }
        server.close();
    }

    @Test
    void clientsThatNeverReadCostNoHeapAndDelayNobody() throws Exception {
        keepAlive();
        try (var fleet = new ReaderFleet(connect(READERS_BUFFER))) {
            long published = publish(EVENTS / 10);
            awaitEvents(fleet, published);
            fleet.takeLatencies();
            published += publish(EVENTS / 10);
            awaitEvents(fleet, published);
            Latencies alone = fleet.takeLatencies();

            connect(BareSocket.SMALL_RECEIVE_BUFFER);
            long before = heap.bytes();
            published += publish(EVENTS / 5);
            awaitEvents(fleet, published);
            long stalled = awaitStalled();
            long most = stalled;
            fleet.takeLatencies();
            for (int part = 1; part < 5; part++) {
                published += publish(EVENTS / 5);
                awaitEvents(fleet, published);
                long bytes = heap.bytes();
                most = Math.max(most, bytes);
                System.out.printf("SlowConsumersIT: %d events: heap %+d KiB%n", published, (bytes - stalled) >> 10);
            }
            Latencies beside = fleet.takeLatencies();

            System.out.printf(
                    "SlowConsumersIT: %d + %d clients, %d events: heap %d KiB, %d KiB a client that does not read, then at"
                            + " most %+d KiB; readers alone %s; beside the others %s%n",
                    CLIENTS,
                    CLIENTS,
                    EVENTS,
                    before >> 10,
                    ((stalled - before) >> 10) / CLIENTS,
                    (most - stalled) >> 10,
                    alone,
                    beside);
            assertThat(api.getObject("/api/hub").getInt("connections"))
                    .as("those that do not read are still there")
                    .isEqualTo(2 * CLIENTS);
            assertThat((stalled - before) / CLIENTS).as("bytes a client").isLessThan(BUFFERED);
            assertThat(most - stalled).as("bytes of heap").isLessThan(HEAP_TOLERANCE);
            if (EVENTS >= WHOLE) {
                assertThat(beside.percentile(99)).as("p99").isLessThan(2 * alone.percentile(99));
            }
        }
    }

    /** Connected and subscribed to what is appended from now on. */
    private List<BareSocket> connect(int receiveBuffer) throws IOException {
        List<BareSocket> sockets = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            BareSocket socket = BareSocket.connect(server.port(), ADDRESS, receiveBuffer);
            socket.ask("/hubs/events");
            socket.await("101 ");
            socket.shakeHands();
            socket.subscribe(stream, "null");
            socket.await("\"type\":3");
            sockets.add(socket);
            synchronized (open) {
                open.add(socket);
            }
        }
        return sockets;
    }

    /** A client of SignalR that says nothing for 30 s would count as gone. */
    private void keepAlive() {
        Future<?> unused = pings.scheduleWithFixedDelay(
                () -> {
                    List<BareSocket> all;
                    synchronized (open) {
                        all = List.copyOf(open);
                    }
                    for (BareSocket socket : all) {
                        try {
                            socket.say("{\"type\":6}");
                        } catch (IOException e) {
                            System.out.println("SlowConsumersIT: no ping could be sent: " + e);
                        }
                    }
                },
                5,
                5,
                TimeUnit.SECONDS);
    }

    /** Until as much has been sent to those that do not read as goes; returns the bytes of the heap. */
    private long awaitStalled() {
        long[] last = {Long.MAX_VALUE};
        return Awaitility.await("the heap has settled")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(heap::bytes, bytes -> {
                    boolean settled = Math.abs(bytes - last[0]) < SETTLED;
                    last[0] = bytes;
                    return settled;
                });
    }

    /** Appends so many events, no faster than told, and returns how many they were. */
    private long publish(int events) throws Exception {
        long start = System.nanoTime();
        int batches = events / BATCH;
        for (int i = 0; i < batches; i++) {
            long due = start + i * (BATCH * 1_000_000_000L / EVENTS_A_SECOND);
            LockSupport.parkNanos(due - System.nanoTime());
            String probe = "{\"type\":\"T\",\"data\":{" + ReaderFleet.PROBE + System.nanoTime() + "}}\n";
            HttpResponse<String> answer =
                    api.postNdjson("/api/streams/" + stream + "/events", FILLER.repeat(BATCH - 1) + probe);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        }
        return (long) batches * BATCH;
    }

    private static void awaitEvents(ReaderFleet fleet, long expected) {
        Awaitility.await(expected + " events at each reader")
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(20))
                .until(fleet::events, count -> count == expected);
    }
}
