package org.headrace.persistence.stream;

import io.agroal.api.AgroalDataSource;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.headrace.json.JsonText;
import org.headrace.memory.HeapTransactions;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.OperatorActions;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.operator.InMemoryOperatorActionStore;
import org.headrace.persistence.operator.PostgresOperatorActionStore;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.stream.NewEvent;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.Retention;
import org.headrace.stream.spi.AppendListener;
import org.jspecify.annotations.Nullable;

/** A store with all it needs, for the contracts that every store must hold to. */
final class LogEnvironment implements AutoCloseable {

    static final int MAX_EVENT_BYTES = 1 << 20;
    static final String UNRECORDABLE = "unrecordable";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final @Nullable EmbeddedDatabase database;
    private final JtaEnvironment jta;

    private LogEnvironment(@Nullable EmbeddedDatabase database, JtaEnvironment jta) {
        this.database = database;
        this.jta = jta;
    }

    static LogEnvironment inMemory() {
        return new LogEnvironment(null, JtaEnvironment.withoutDatabase());
    }

    static LogEnvironment postgres() {
        var database = EmbeddedDatabase.migrated();
        return new LogEnvironment(database, JtaEnvironment.over(database));
    }

    /** In memory it is a new, empty one; logs in PostgreSQL share the database. */
    StoredEventLog newLog(AppendListener... told) {
        var listeners = new Listeners(() -> List.of(told));
        return database == null
                ? InMemoryEventStore.newLog(jta.registry(), listeners, Clock.systemUTC(), MAX_EVENT_BYTES)
                : PostgresEventStore.newLog(jta.registry(), jta.dataSource(), listeners, MAX_EVENT_BYTES);
    }

    /** A log, the retention of its streams, and the record of what operators did. */
    record Retained(StoredEventLog log, Retention retention, OperatorActions actions) {}

    /** Its record refuses what is done for the reason {@link #UNRECORDABLE}. */
    Retained newRetained() {
        if (database != null) {
            database.execute("ALTER TABLE operator_actions DROP CONSTRAINT IF EXISTS recordable");
            database.execute(
                    "ALTER TABLE operator_actions ADD CONSTRAINT recordable CHECK (reason <> '" + UNRECORDABLE + "')");
            return new Retained(
                    newLog(),
                    PostgresEventStore.newRetention(jta.registry(), jta.dataSource(), Clock.systemUTC()),
                    new PostgresOperatorActionStore(new Jdbc(jta.dataSource())));
        }
        var store = new InMemoryEventStore(new Listeners(List::of), Clock.systemUTC());
        var actions = new Recordable(new InMemoryOperatorActionStore(new HeapTransactions(jta.registry())));
        return new Retained(
                store.log(jta.registry(), MAX_EVENT_BYTES), store.retention(jta.registry(), actions), actions);
    }

    /** Refuses as the constraint does. */
    private record Recordable(OperatorActionStore store) implements OperatorActionStore {

        @Override
        public void record(OperatorAction action) {
            if (action.by().reason().equals(UNRECORDABLE)) {
                throw new IllegalStateException("violates \"recordable\"");
            }
            store.record(action);
        }

        @Override
        public Page find(Query query) {
            return store.find(query);
        }
    }

    /** Logs of as many nodes over the same store; in memory there is one. */
    List<StoredEventLog> newNodes(int count) {
        return database == null
                ? List.of(newLog())
                : Stream.generate(this::newLog).limit(count).toList();
    }

    /** For tests that provoke deadlocks: PostgreSQL otherwise looks for them after a second. */
    void detectDeadlocksSoon() {
        if (database != null) {
            database.execute("ALTER DATABASE " + database.name() + " SET deadlock_timeout = '5ms'");
            jta.dataSource().flush(AgroalDataSource.FlushMode.GRACEFUL);
        }
    }

    /** The offsets that the table holds from one on, in order; in memory, those that the log reads. */
    List<Long> storedOffsets(StoredEventLog log, String stream, long from) {
        if (database == null) {
            return log.heads(List.of(stream)).isEmpty()
                    ? List.of()
                    : log.read(stream, from, 10_000).events().stream()
                            .map(RecordedEvent::offset)
                            .toList();
        }
        List<Long> offsets = new ArrayList<>();
        new Jdbc(database.dataSource())
                .each(
                        "SELECT stream_offset FROM events JOIN streams USING (stream_id)"
                                + " WHERE name = ? AND stream_offset >= ? ORDER BY stream_offset",
                        statement -> {
                            statement.setString(1, stream);
                            statement.setLong(2, from);
                        },
                        row -> offsets.add(row.getLong(1)));
        return offsets;
    }

    JtaEnvironment jta() {
        return jta;
    }

    EmbeddedDatabase database() {
        return Objects.requireNonNull(database, "in memory");
    }

    @Override
    public void close() {
        jta.close();
        if (database != null) {
            database.close();
        }
    }

    /** A name that no other test uses. */
    static String newStream() {
        return "Stream-" + NUMBER.incrementAndGet();
    }

    static NewEvent event(String data) {
        return NewEvent.of("Tested", JsonText.of(data));
    }

    static NewEvent event(int data) {
        return event(Integer.toString(data));
    }

    static List<Integer> numbers(List<RecordedEvent> events) {
        return events.stream().map(e -> Integer.valueOf(e.data().text())).toList();
    }
}
