package org.headrace.engine.stream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.headrace.engine.hub.TestSubscribers;
import org.headrace.engine.projection.TestProjections;
import org.headrace.json.JsonText;
import org.headrace.persistence.stream.Listeners;
import org.headrace.persistence.stream.PostgresEventStore;
import org.headrace.persistence.stream.StoredEventLog;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.headrace.stream.spi.AppendListener;

/** Projections and subscribers of one node, as they run, over PostgreSQL. */
final class LiveNode implements AutoCloseable {

    private static final int MAX_EVENT_BYTES = 1 << 20;

    final EmbeddedDatabase database = EmbeddedDatabase.migrated();
    final JtaEnvironment jta = JtaEnvironment.over(database);
    final CountingConnections statements = new CountingConnections();
    final StoredEventLog appends = newLog((stream, head) -> signal(stream, head));
    final GatedLog log = new GatedLog(appends);
    final LiveStreams streams;
    final TestProjections projections;
    final TestSubscribers subscribers;
    private final StreamThreads threads = new StreamThreads(Executors.defaultThreadFactory());

    LiveNode(long tailBytes) {
        streams = new LiveStreams(log, log, threads.lane(), threads.later(), tailBytes);
        projections = new TestProjections(jta, statements.over(jta.dataSource()), streams);
        subscribers = new TestSubscribers(streams);
    }

    /** The log of another node, whose appends nobody here is told of. */
    StoredEventLog elsewhere() {
        return newLog((stream, head) -> {});
    }

    private StoredEventLog newLog(AppendListener listener) {
        return PostgresEventStore.newLog(
                jta.registry(),
                statements.over(jta.dataSource()),
                new Listeners(() -> List.of(listener)),
                MAX_EVENT_BYTES);
    }

    private void signal(String stream, long head) {
        streams.appended(stream, head);
    }

    static Append events(String stream, int count, String data) {
        return Append.to(
                stream,
                IntStream.range(0, count)
                        .mapToObj(i -> NewEvent.of("Tested", JsonText.of(data)))
                        .toList());
    }

    static ConditionFactory await(String what) {
        return Awaitility.await(what)
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2));
    }

    @Override
    public void close() {
        log.open();
        subscribers.close();
        projections.close();
        threads.stop();
        jta.close();
        database.close();
    }
}
