package org.headrace.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.headrace.it.container.ContainerSql.appendFromOutside;
import static org.headrace.it.container.ContainerSql.backend;
import static org.headrace.it.container.ContainerSql.execute;
import static org.headrace.it.container.ContainerSql.number;

import jakarta.inject.Inject;
import jakarta.transaction.RollbackException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.InitialContext;
import org.awaitility.Awaitility;
import org.headrace.json.JsonText;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ProjectionRegistry;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.Projections;
import org.headrace.retry.RetryPolicy;
import org.headrace.sample.store.SampleEntities;
import org.headrace.stream.Append;
import org.headrace.stream.Appended;
import org.headrace.stream.ConflictException;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.Test;

/** What only a container shows: its transactions, its timers and its CDI, around the real thing, on every server. */
public abstract class InContainerContract extends SagasInContainerContract {

    private static final RetryPolicy QUICK = new RetryPolicy(1000, Duration.ofMillis(5), Duration.ofMillis(5), 0);
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final String USERS_ROWS = "SELECT count(*) FROM users_rows WHERE ";

    @Inject
    ProjectionRegistry registry;

    @Inject
    Projections projections;

    @Inject
    UsersRows rows;

    @Inject
    SampleEntities sample;

    private final String stream = "S-" + UUID.randomUUID();

    @Test
    void eventsAndRowsOfOneTransactionAreBothThere() throws Exception {
        transaction.begin();
        execute("INSERT INTO container_rows VALUES ('" + stream + "')");
        Appended late = log.append(stream, event(0));
        Appended early = log.lockAndAppend(Append.to(stream, event(1)));
        assertThat(early.firstOffset()).isEqualTo(1);
        transaction.commit();

        assertThat(late.firstOffset()).isZero();
        assertThat(rows()).isEqualTo(1);
        assertThat(log.read(stream, 0, 10).events()).hasSize(2);
    }

    @Test
    void eventsAndRowsOfARolledBackTransactionAreBothNotThere() throws Exception {
        transaction.begin();
        execute("INSERT INTO container_rows VALUES ('" + stream + "')");
        log.lockAndAppend(Append.to(stream, event(0)));
        Appended late = log.append(stream, event(1));
        transaction.rollback();

        assertThat(rows()).isZero();
        assertThat(log.stream(stream)).isEmpty();
        assertThatThrownBy(late::offsets).hasMessageContaining("rolled back");
        assertThat(log.append(stream, event(2)).firstOffset()).isZero();
    }

    @Test
    void aConflictAtTheCommitRollsTheRowsBack() throws Exception {
        UUID id = UUID.randomUUID();
        log.append(stream, event(0).withEventId(id));

        transaction.begin();
        execute("INSERT INTO container_rows VALUES ('" + stream + "')");
        log.append(stream, event(1).withEventId(id));

        assertThatThrownBy(() -> transaction.commit()).isInstanceOf(RollbackException.class);
        assertThat(rows()).isZero();
        assertThatThrownBy(() -> log.append(stream, event(1).withEventId(id))).isInstanceOf(ConflictException.class);
    }

    @Test
    void theLogAndAUsersStatementsShareOneConnection() throws Exception {
        transaction.begin();
        int before = backend();
        log.lockAndAppend(Append.to(stream, event(0)));
        assertThat(seenByThisTransaction())
                .as("the same transaction of the database")
                .isEqualTo(1);
        assertThat(backend()).isEqualTo(before);
        transaction.rollback();
    }

    @Test
    void jpaAndJdbcShareOneConnectionInATransaction() throws Exception {
        transaction.begin();
        int jdbc = backend();
        rows.add("row-" + stream);
        assertThat(rows.backend()).as("a user's unit").isEqualTo(jdbc);
        assertThat(sample.open().createNativeQuery("SELECT pg_backend_pid()").getSingleResult())
                .as("the sample's unit")
                .isEqualTo(jdbc);
        log.lockAndAppend(Append.to(stream, event(0)));
        assertThat(number(USERS_ROWS + "id = 'row-" + stream + "'"))
                .as("seen by JDBC")
                .isEqualTo(1);
        transaction.rollback();

        assertThat(number(USERS_ROWS + "id = 'row-" + stream + "'")).isZero();
        assertThat(log.stream(stream)).isEmpty();

        transaction.begin();
        rows.add("row-" + stream);
        log.append(stream, event(0));
        transaction.commit();

        assertThat(number(USERS_ROWS + "id = 'row-" + stream + "'")).isEqualTo(1);
        assertThat(log.read(stream, 0, 10).events()).hasSize(1);
    }

    @Test
    void aProjectionInTheWarIsFoundAndRuns() {
        log.append("WarStream", event(0), event(1));

        Awaitility.await().atMost(DEADLINE).until(() -> WarProjection.SEEN.containsAll(List.of(0L, 1L)));
        assertThat(registry.find("in-the-war").orElseThrow().options().batchSize())
                .isEqualTo(5);
        assertThat(registry.find("user-statistics")).isPresent();
    }

    @Test
    void projectionsInAJarAndInAnEjbJarAreFoundAndWriteByJpa() {
        long offset = log.append("UsersStream", event(0)).lastOffset();

        for (String module : List.of("library-", "ejb-jar-")) {
            Awaitility.await(module)
                    .atMost(DEADLINE)
                    .until(() -> number(USERS_ROWS + "id = '" + module + offset + "'") == 1);
        }
    }

    @Test
    void anEventThatAnotherNodeAppendedIsFoundByTheTimer() {
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        DynamicProjection noting = (event, context) -> seen.add(context.event().offset());
        register("noting-" + stream, noting);
        log.append(stream, event(0));
        Awaitility.await().atMost(DEADLINE).until(() -> seen.contains(0L));

        appendFromOutside(stream);

        Awaitility.await().atMost(DEADLINE).until(() -> seen.contains(1L));
    }

    /** The timer fires within the hour; only the append itself can have woken it. */
    @Test
    void anAppendWakesTheProjectionAtOnce() {
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        DynamicProjection noting = (event, context) -> seen.add(context.event().offset());
        registry.register(ProjectionDefinition.of("woken-" + stream, noting, stream)
                .withOptions(ProjectionOptions.DEFAULT.withPollingInterval(Duration.ofHours(1))));

        log.append(stream, event(0));

        Awaitility.await().atMost(DEADLINE).until(() -> seen.contains(0L));
    }

    @Test
    @SuppressWarnings("BanJNDI") // constants
    void handlersRunOnThreadsOfTheServer() {
        Set<String> found = ConcurrentHashMap.newKeySet();
        DynamicProjection looking = (event, context) -> {
            var naming = new InitialContext();
            for (String name : List.of("jdbc/headrace", "java:comp/UserTransaction", "java:app/AppName")) {
                if (naming.lookup(name) != null) {
                    found.add(name);
                }
            }
            Class.forName(
                    "org.headrace.engine.bootstrap.Bootstrap",
                    false,
                    Thread.currentThread().getContextClassLoader());
            found.add("the deployment's classes");
        };
        register("looking-" + stream, looking);
        log.append(stream, event(0));

        Awaitility.await()
                .atMost(DEADLINE)
                .until(() -> projections.status("looking-" + stream).lag() == 0);
        assertThat(found).hasSize(4);
    }

    @Test
    void aHandlerThatThrowsAHundredTimesLeavesItsTimerAlive() {
        AtomicInteger thrown = new AtomicInteger();
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        DynamicProjection failing = (event, context) -> {
            if (thrown.get() < 100) {
                throw new IllegalStateException("failure " + thrown.incrementAndGet());
            }
            seen.add(context.event().offset());
        };
        register("failing-" + stream, failing);
        log.append(stream, event(0));

        Awaitility.await().atMost(DEADLINE).until(() -> seen.contains(0L));
        assertThat(thrown).hasValue(100);
        // Nobody wakes it but its timer.
        appendFromOutside(stream);
        Awaitility.await().atMost(DEADLINE).until(() -> seen.contains(1L));
        // The handler has seen it before its transaction commits.
        Awaitility.await()
                .atMost(DEADLINE)
                .until(() -> projections.status("failing-" + stream).state() == ProjectionState.LIVE);
    }

    @Test
    void oneSleeperAmongFiftyProjectionsHoldsNobodyUp() throws Exception {
        CountDownLatch wake = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        DynamicProjection counting = (event, context) -> done.incrementAndGet();
        DynamicProjection sleeper = (event, context) -> wake.await();
        register("sleeper-" + stream, sleeper);
        for (int i = 0; i < 49; i++) {
            register("n" + i + "-" + stream, counting);
        }
        try {
            log.append(stream, event(0));
            Awaitility.await().atMost(DEADLINE).until(() -> done.get() == 49);
        } finally {
            wake.countDown();
        }
        Awaitility.await()
                .atMost(DEADLINE)
                .until(() -> projections.status("sleeper-" + stream).lag() == 0);
        registry.all().stream()
                .filter(d -> d.name().endsWith(stream))
                .forEach(d -> assertThat(registry.unregister(d.name())).isTrue());
    }

    @Test
    void whatAProjectionWritesCommitsWithItsCheckpoint() {
        AtomicInteger tries = new AtomicInteger();
        DynamicProjection writing = (event, context) -> {
            execute("INSERT INTO container_rows VALUES ('" + stream + "')");
            if (tries.incrementAndGet() < 5) {
                throw new IllegalStateException("after the write");
            }
        };
        register("writing-" + stream, writing);

        log.append(stream, event(0), event(1), event(2));

        Awaitility.await()
                .atMost(DEADLINE)
                .until(() -> projections.status("writing-" + stream).lag() == 0);
        assertThat(rows()).isEqualTo(3);
    }

    private void register(String name, Object handler) {
        registry.register(ProjectionDefinition.of(name, handler, stream)
                .withOptions(ProjectionOptions.DEFAULT.withRetry(QUICK).withPollingInterval(Duration.ofMillis(100))));
    }

    private static NewEvent event(int data) {
        return NewEvent.of("Tested", JsonText.of(Integer.toString(data)));
    }

    private long rows() {
        return number("SELECT count(*) FROM container_rows WHERE stream = '" + stream + "'");
    }

    private long seenByThisTransaction() {
        return number("SELECT count(*) FROM events JOIN streams USING (stream_id) WHERE name = '" + stream + "'");
    }
}
