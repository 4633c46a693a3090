package org.headrace.persistence.stream;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.headrace.json.JsonText;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.stream.NewEvent;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.spi.AppendListener;
import org.jspecify.annotations.Nullable;

/** A store with all it needs, for the contracts that every store must hold to. */
final class LogEnvironment implements AutoCloseable {

    static final int MAX_EVENT_BYTES = 1 << 20;

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
