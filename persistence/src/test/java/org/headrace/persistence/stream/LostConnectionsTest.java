package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.headrace.persistence.stream.LogEnvironment.event;
import static org.headrace.persistence.stream.LogEnvironment.newStream;
import static org.headrace.persistence.stream.LogEnvironment.numbers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.stream.Append;
import org.headrace.stream.Appended;
import org.headrace.stream.EventLogUnavailableException;
import org.headrace.stream.NewEvent;
import org.headrace.stream.OutcomeUnknownException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PostgreSQL's own backends are ended in the middle of appends, and the same events sent again. */
@Timeout(60)
class LostConnectionsTest {

    private static final String WAITS_FOR_LOCK = "wait_event_type = 'Lock'";
    private static final String WAITS_FOR_STANDBY = "wait_event = 'SyncRep'";

    private static LogEnvironment environment;

    private final StoredEventLog log = environment.newLog();
    private final String stream = newStream();
    private final NewEvent event = event(1).withEventId(UUID.randomUUID());

    @BeforeAll
    static void start() {
        environment = LogEnvironment.postgres();
    }

    @AfterAll
    static void stop() {
        environment.close();
    }

    @AfterEach
    void waitForNoStandby() {
        environment.database().execute("ALTER SYSTEM RESET synchronous_standby_names");
        environment.database().execute("SELECT pg_reload_conf()");
    }

    @Test
    void oneLostBeforeTheCommitWroteNothingAndSaysSo() throws Exception {
        log.append(stream, event(0));
        try (Connection holder = environment.database().dataSource().getConnection();
                var threads = new Concurrently()) {
            holder.setAutoCommit(false);
            query(holder, "SELECT 1 FROM streams WHERE name = '" + stream + "' FOR UPDATE");
            Future<Appended> lost = threads.start(() -> log.append(stream, event));
            terminate(WAITS_FOR_LOCK);
            assertThatThrownBy(() -> Concurrently.await(lost))
                    .cause()
                    .isInstanceOf(EventLogUnavailableException.class)
                    .isNotInstanceOf(OutcomeUnknownException.class);
            holder.rollback();
        }

        assertThat(read()).containsExactly(0);
        assertThat(log.append(stream, event).duplicates()).isZero();
        assertThat(read()).containsExactly(0, 1);
    }

    @Test
    void oneLostAsItCommitsTellsThatTheOutcomeIsUnknownAndARetryWritesWhatIsMissing() throws Exception {
        log.append(stream, event(0));
        var struck = new AtomicInteger();
        var dying = new DirectAppends(
                FaultyConnections.struckBefore("commit", environment.jta().dataSource(), connection -> {
                    struck.incrementAndGet();
                    end(number(connection, "SELECT pg_backend_pid()"));
                }),
                new Listeners(List::of));

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> dying.append(new PendingAppend(Append.to(stream, event))))
                .withMessageContaining("not known whether the events are in the log")
                .withMessageContaining("same event ids");

        assertThat(struck).hasValue(1);
        assertThat(read()).containsExactly(0);
        assertThat(log.append(stream, event).duplicates()).isZero();
        assertThat(read()).containsExactly(0, 1);
    }

    @Test
    void oneThatIsAStatementAndCommitsItselfTellsThatTheOutcomeIsUnknownWhenItsAnswerIsLost() throws Exception {
        log.append(stream, event(0));
        waitForAStandbyThatNeverComes();
        try (var threads = new Concurrently()) {
            Future<Appended> lost = threads.start(() -> log.append(stream, event(1)));
            terminate(WAITS_FOR_STANDBY);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> Concurrently.await(lost))
                    .withCauseInstanceOf(OutcomeUnknownException.class);
        }
        waitForNoStandby();

        assertThat(read()).as("the commit had taken place").containsExactly(0, 1);
    }

    @Test
    void whatTheDatabaseRefusesIsKnownNotToBeWritten() {
        environment
                .database()
                .execute("ALTER TABLE events ADD CONSTRAINT no_sevens CHECK (data::text <> '7') NOT VALID");
        try {
            assertThatThrownBy(() -> log.append(stream, event(7)))
                    .isInstanceOf(IllegalStateException.class)
                    .isNotInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("no_sevens");
            log.append(stream, event(0));
            assertThatThrownBy(() -> log.append(stream, event(7))).hasMessageContaining("no_sevens");
        } finally {
            environment.database().execute("ALTER TABLE events DROP CONSTRAINT no_sevens");
        }

        assertThat(log.append(stream, event(8)).offsets()).containsExactly(1L);
        assertThat(read()).containsExactly(0, 8);
    }

    @Test
    void oneLostAfterTheCommitTellsAllOfItsGroupTheSameAndARetryWritesNothing() throws Exception {
        log.append(stream, event(0));
        waitForAStandbyThatNeverComes();
        List<NewEvent> sent = new ArrayList<>();
        try (var threads = new Concurrently();
                Connection holder = environment.database().dataSource().getConnection()) {
            holder.setAutoCommit(false);
            query(holder, "SELECT 1 FROM streams WHERE name = '" + stream + "' FOR UPDATE");
            List<Future<Appended>> lost = new ArrayList<>();
            for (int i = 1; i <= 4; i++) {
                NewEvent next = event(i).withEventId(UUID.randomUUID());
                sent.add(next);
                lost.add(threads.start(() -> log.append(stream, next)));
                await().until(() -> count(WAITS_FOR_LOCK) == 1);
            }
            holder.rollback();
            for (int ended = 0;
                    ended < lost.size();
                    ended = (int) lost.stream().filter(Future::isDone).count()) {
                terminateAny(WAITS_FOR_STANDBY);
            }
            for (Future<Appended> one : lost) {
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(() -> Concurrently.await(one))
                        .withCauseInstanceOf(OutcomeUnknownException.class);
            }
        }
        waitForNoStandby();

        assertThat(read()).as("the commits had taken place").containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        assertThat(log.append(Append.to(stream, sent)).duplicates()).isEqualTo(4);
        assertThat(read()).hasSize(5);
    }

    @Test
    void aReceiptOfATransactionLostAfterItsCommitDoesNotSayThatItWasRolledBack() throws Exception {
        log.append(stream, event(0));
        waitForAStandbyThatNeverComes();
        var receipts = new ArrayList<Appended>();
        try (var threads = new Concurrently()) {
            Future<Appended> lost = threads.start(() -> environment.jta().inTransaction(() -> {
                receipts.add(log.append(stream, event));
                return receipts.get(0);
            }));
            terminate(WAITS_FOR_STANDBY);
            assertThatThrownBy(() -> Concurrently.await(lost)).isInstanceOf(ExecutionException.class);
        }
        waitForNoStandby();

        assertThat(read()).as("the commit had taken place").containsExactly(0, 1);
        assertThatThrownBy(() -> receipts.get(0).offsets())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not known")
                .hasMessageContaining("same event ids");
        assertThat(log.append(stream, event).offsets()).containsExactly(1L);
        assertThat(read()).containsExactly(0, 1);
    }

    private List<Integer> read() {
        return numbers(log.read(stream, 0, 100).events());
    }

    /** From here on a commit is durable, and visible, but its answer does not come. */
    private static void waitForAStandbyThatNeverComes() {
        var database = environment.database();
        database.execute("ALTER DATABASE " + database.name() + " SET synchronous_commit = on");
        database.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        database.execute("SELECT pg_reload_conf()");
        environment.jta().dataSource().flush(io.agroal.api.AgroalDataSource.FlushMode.ALL);
    }

    /** Waits for one backend of our database that is in this state, and ends it. */
    private static void terminate(String state) {
        await().until(() -> terminateAny(state));
    }

    private static boolean terminateAny(String state) throws SQLException {
        try (Connection connection = environment.database().dataSource().getConnection()) {
            return number(
                            connection,
                            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                                    + " WHERE datname = current_database() AND " + state)
                    > 0;
        }
    }

    private static long count(String state) throws SQLException {
        try (Connection connection = environment.database().dataSource().getConnection()) {
            return number(
                    connection,
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND " + state);
        }
    }

    /** Returns when the backend is gone. */
    private static void end(long pid) throws SQLException {
        try (Connection connection = environment.database().dataSource().getConnection()) {
            assertThat(number(connection, "SELECT pg_terminate_backend(" + pid + ", 10000)::int"))
                    .isOne();
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void query(Connection connection, String sql) throws SQLException {
        number(connection, sql);
    }
}
