package org.headrace.engine.hub;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.headrace.engine.stream.GatedLog;
import org.headrace.engine.stream.LiveStreams;
import org.headrace.engine.stream.StreamThreads;
import org.headrace.json.JsonText;
import org.headrace.memory.HeapTransactions;
import org.headrace.persistence.operator.InMemoryOperatorActionStore;
import org.headrace.persistence.stream.InMemoryEventStore;
import org.headrace.persistence.stream.Listeners;
import org.headrace.persistence.stream.StoredEventLog;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.headrace.stream.Retention;
import org.headrace.stream.spi.AppendListener;

/** A hub over a log in memory, with threads of its own and a clock that the test moves. */
final class TestHub implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final StreamThreads streamThreads = new StreamThreads(Executors.defaultThreadFactory());
    private final HubThreads threads = new HubThreads(Executors.defaultThreadFactory());
    private final AtomicLong skipped = new AtomicLong();
    final LiveStreams streams;
    final GatedLog log;
    final Retention retention;
    final HubEngine engine;
    final WordyProtocol protocol = WordyProtocol.joining();
    private volatile boolean deaf;

    TestHub() {
        this(HubSettings.DEFAULT);
    }

    TestHub(HubSettings settings) {
        this(settings, StreamAccess.OPEN);
    }

    TestHub(HubSettings settings, StreamAccess access) {
        this(settings, access, HubObserver.NOBODY);
    }

    TestHub(HubSettings settings, StreamAccess access, HubObserver observer) {
        var store = new InMemoryEventStore(
                new Listeners(() -> List.of((AppendListener) this::appended)), Clock.systemUTC());
        log = new GatedLog(store.log(jta.registry(), 1 << 20));
        retention =
                store.retention(jta.registry(), new InMemoryOperatorActionStore(new HeapTransactions(jta.registry())));
        streams = new LiveStreams(log, log, streamThreads.lane(), streamThreads.later());
        engine = new HubEngine(
                new HubParts(streams, threads.lanes(), () -> System.nanoTime() + skipped.get(), access, observer),
                settings);
        engine.start();
    }

    private void appended(String stream, long head) {
        if (!deaf) {
            streams.appended(stream, head);
        }
    }

    /** As if what is appended from now on were appended by another node. */
    void deaf() {
        deaf = true;
    }

    void skip(Duration time) {
        skipped.addAndGet(time.toNanos());
    }

    /** As if the database were restored to a state in which a stream is all that there is, with other events. */
    void restore(String stream, int count) {
        StoredEventLog restored =
                new InMemoryEventStore(new Listeners(List::of), Clock.systemUTC()).log(jta.registry(), 1 << 20);
        for (int i = 0; i < count; i++) {
            restored.append(Append.to(stream, NewEvent.of("Tested", JsonText.of("\"restored\""))));
        }
        log.become(restored);
    }

    HubConnection connect(Outlet outlet) {
        return connect(outlet, protocol);
    }

    HubConnection connect(Outlet outlet, HubProtocol spoken) {
        try {
            HubConnection connection = engine.open(outlet, ClientOrigin.UNKNOWN);
            connection.begin(spoken, null);
            return connection;
        } catch (HubUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(DEADLINE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    void append(String stream, int count) {
        append(stream, count, "0");
    }

    void append(String stream, int count, String data) {
        append(
                stream,
                IntStream.range(0, count)
                        .mapToObj(i -> NewEvent.of("Tested", JsonText.of(data)))
                        .toArray(NewEvent[]::new));
    }

    void append(String stream, NewEvent... events) {
        log.append(Append.to(stream, events));
    }

    void awaitCounts(HubCounts expected) {
        await(expected.toString()).until(engine::counts, expected::equals);
    }

    @Override
    public void close() {
        log.open();
        threads.stop();
        streamThreads.stop();
        jta.close();
    }
}
