package org.headrace.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import jakarta.transaction.RollbackException;
import jakarta.transaction.UserTransaction;
import java.io.File;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.headrace.json.JsonText;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ProjectionRegistry;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.Projections;
import org.headrace.retry.RetryPolicy;
import org.headrace.stream.Append;
import org.headrace.stream.Appended;
import org.headrace.stream.ConflictException;
import org.headrace.stream.EventLog;
import org.headrace.stream.NewEvent;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only a container shows: its transactions, its timers and its CDI, around the real thing. */
@ArquillianTest
class InContainerIT {

    private static final RetryPolicy QUICK = new RetryPolicy(1000, Duration.ofMillis(5), Duration.ofMillis(5), 0);
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    @Inject
    EventLog log;

    @Inject
    ProjectionRegistry registry;

    @Inject
    Projections projections;

    @Inject
    UserTransaction transaction;

    private final String stream = "S-" + UUID.randomUUID();

    @Deployment
    static WebArchive application() {
        File war = new File(System.getProperty("headrace.it.root", ".."), "war/target/headrace.war");
        return ShrinkWrap.create(ZipImporter.class, "headrace.war")
                .importFrom(war)
                .as(WebArchive.class)
                .addClasses(InContainerIT.class, WarProjection.class)
                .addAsLibraries(
                        ContainerSurroundings.jarOf(Assertions.class),
                        ContainerSurroundings.jarOf(Awaitility.class),
                        ContainerSurroundings.jarOf(Matcher.class));
    }

    @BeforeEach
    void table() throws Exception {
        if (inContainer()) {
            sql("CREATE TABLE IF NOT EXISTS container_rows (stream TEXT)");
        }
    }

    @Test
    void eventsAndRowsOfOneTransactionAreBothThere() throws Exception {
        transaction.begin();
        sql("INSERT INTO container_rows VALUES ('" + stream + "')");
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
        sql("INSERT INTO container_rows VALUES ('" + stream + "')");
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
        sql("INSERT INTO container_rows VALUES ('" + stream + "')");
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
    void aProjectionInTheWarIsFoundAndRuns() {
        log.append("WarStream", event(0), event(1));

        Awaitility.await().atMost(DEADLINE).until(() -> WarProjection.SEEN.containsAll(List.of(0L, 1L)));
        assertThat(registry.find("in-the-war").orElseThrow().options().batchSize())
                .isEqualTo(5);
        assertThat(registry.find("user-statistics")).isPresent();
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
        log.append(stream, event(1));
        Awaitility.await().atMost(DEADLINE).until(() -> seen.contains(1L));
        assertThat(projections.status("failing-" + stream).state()).isEqualTo(ProjectionState.LIVE);
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
            sql("INSERT INTO container_rows VALUES ('" + stream + "')");
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

    private boolean inContainer() {
        return log != null;
    }

    private long rows() {
        return number("SELECT count(*) FROM container_rows WHERE stream = '" + stream + "'");
    }

    private long seenByThisTransaction() {
        return number("SELECT count(*) FROM events JOIN streams USING (stream_id) WHERE name = '" + stream + "'");
    }

    private int backend() {
        return (int) number("SELECT pg_backend_pid()");
    }

    private static void sql(String statement) {
        try (Connection connection = dataSource().getConnection();
                Statement jdbc = connection.createStatement()) {
            jdbc.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long number(String query) {
        try (Connection connection = dataSource().getConnection();
                Statement jdbc = connection.createStatement();
                ResultSet row = jdbc.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("BanJNDI") // a constant
    private static DataSource dataSource() {
        try {
            return InitialContext.doLookup("jdbc/headrace");
        } catch (NamingException e) {
            throw new IllegalStateException(e);
        }
    }
}
