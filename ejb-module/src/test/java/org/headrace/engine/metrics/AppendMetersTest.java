package org.headrace.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.headrace.json.JsonText;
import org.headrace.persistence.stream.Listeners;
import org.headrace.persistence.stream.PostgresEventStore;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.stream.Append;
import org.headrace.stream.ConflictException;
import org.headrace.stream.EventLog;
import org.headrace.stream.EventLogUnavailableException;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of appends, to the log in PostgreSQL. */
class AppendMetersTest {

    private final EmbeddedDatabase database = EmbeddedDatabase.migrated();
    private final JtaEnvironment jta = JtaEnvironment.over(database);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AppendMeters meters = new AppendMeters(registry);
    private final EventLog log = PostgresEventStore.newLog(
            jta.registry(), jta.dataSource(), new Listeners(List::of, () -> List.of(meters)), 1 << 20);

    @AfterEach
    void close() {
        jta.close();
        database.close();
    }

    @Test
    void eventsAreCountedByHowTheyWereAppended() throws Exception {
        log.append(Append.to("S", event(), event()));
        jta.inTransaction(() -> log.append(Append.to("S", event(), event(), event())));
        assertThatThrownBy(() -> jta.inTransaction(() -> {
                    log.append(Append.to("S", event()));
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessageContaining("rolled back");

        assertThat(events("direct")).isEqualTo(2);
        assertThat(events("joined")).isEqualTo(3);
        assertThat(answers("accepted")).isEqualTo(1);
    }

    @Test
    void anEventThatIsThereAlreadyIsNotCountedAgain() {
        NewEvent event = event().withEventId(UUID.randomUUID());
        log.append(Append.to("S", event));
        log.append(Append.to("S", event));

        assertThat(events("direct")).isEqualTo(1);
        assertThat(answers("accepted")).isEqualTo(2);
    }

    @Test
    void refusalsAndOutagesAreToldApart() {
        log.append(Append.to("S", event()));
        assertThatThrownBy(() -> log.append(Append.to("S", event()).expectingOffset(7)))
                .isInstanceOf(ConflictException.class);
        database.close();
        assertThatThrownBy(() -> log.append(Append.to("S", event()))).isInstanceOf(EventLogUnavailableException.class);

        assertThat(answers("accepted")).isEqualTo(1);
        assertThat(answers("refused")).isEqualTo(1);
        assertThat(answers("unavailable")).isEqualTo(1);
        assertThat(events("direct")).isEqualTo(1);
    }

    @Test
    void commitsTellHowManyAppendsTheyHold() throws Exception {
        int callers = 16;
        int each = 20;
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            Callable<Void> caller = () -> {
                for (int i = 0; i < each; i++) {
                    log.append(Append.to("S", event()));
                }
                return null;
            };
            for (Future<Void> done : threads.invokeAll(
                    IntStream.range(0, callers).mapToObj(i -> caller).toList())) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }

        var appends = registry.get("headrace.append.commit.appends").summary();
        assertThat(appends.totalAmount()).isEqualTo(320);
        assertThat(appends.count()).isLessThan(320);
        assertThat(registry.get("headrace.append.commit").timer().count()).isEqualTo(appends.count());
        assertThat(registry.get("headrace.append.connection.wait").timer().count())
                .isEqualTo(appends.count());
    }

    private static NewEvent event() {
        return NewEvent.of("T", JsonText.of("{}"));
    }

    private double events(String mode) {
        return registry.get("headrace.append.events")
                .tag("mode", mode)
                .counter()
                .count();
    }

    private long answers(String answer) {
        return registry.get("headrace.append").tag("answer", answer).timer().count();
    }
}
