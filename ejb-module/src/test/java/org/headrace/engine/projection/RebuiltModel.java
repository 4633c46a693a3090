package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.OperatorActions.Query;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.EventContext;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.RebuildStatus;
import org.headrace.projection.RebuildStatus.State;
import org.headrace.projection.ResettableProjection;
import org.headrace.retry.RetryPolicy;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A read model with real tables that can be rebuilt beside, and the node that runs it. */
abstract class RebuiltModel {

    static final Duration DEADLINE = Duration.ofSeconds(30);
    static final String NAME = "Rebuilt.Model";
    static final String STREAM = "Rebuilt";
    static final Operator ADA = new Operator("ada", "new column");
    static final ProjectionOptions OPTIONS = ProjectionOptions.DEFAULT
            .withBatchSize(10)
            .withPollingInterval(Duration.ofMillis(50))
            .withRetry(new RetryPolicy(0, Duration.ofSeconds(1), Duration.ofSeconds(1), 0));

    final EmbeddedDatabase database = EmbeddedDatabase.migrated();
    final JtaEnvironment jta = JtaEnvironment.over(database);
    final Jdbc jdbc = new Jdbc(jta.dataSource());
    final Model model = new Model();
    TestNode node = TestNode.postgres("first", jta);

    @BeforeEach
    void createTable() {
        database.execute("CREATE TABLE model (event_offset BIGINT PRIMARY KEY, note TEXT NOT NULL, replayed BOOLEAN)");
        database.execute("CREATE TABLE seeds (k TEXT PRIMARY KEY)");
        database.execute("INSERT INTO seeds VALUES ('one')");
    }

    @AfterEach
    void close() {
        node.close();
        jta.close();
        database.close();
    }

    /** A row an event; what it notes changes with its version. */
    final class Model implements ParallelHandler, ResettableProjection {

        final Set<Long> poisonInReplay = ConcurrentHashMap.newKeySet();
        final AtomicInteger replayed = new AtomicInteger();
        volatile String note = "v1";
        volatile String table = "model";

        @Override
        public void project(Object event, EventContext context) {
            long offset = context.event().offset();
            assertThat(context.projection()).isEqualTo(NAME);
            if (context.replaying() && poisonInReplay.contains(offset)) {
                throw new IllegalStateException("cannot bear it again");
            }
            replayed.addAndGet(context.replaying() ? 1 : 0);
            jdbc.update("INSERT INTO " + table + " (event_offset, note, replayed) VALUES (?, ?, ?)", statement -> {
                statement.setLong(1, offset);
                statement.setString(2, note);
                statement.setBoolean(3, context.replaying());
            });
        }

        @Override
        public void reset() {
            jdbc.update("DELETE FROM model", statement -> {});
            jdbc.update("DELETE FROM seeds", statement -> {});
            jdbc.update("INSERT INTO seeds VALUES ('one')", statement -> {});
        }
    }

    void register() {
        node.registry().register(definition());
    }

    ProjectionDefinition definition() {
        return ProjectionDefinition.of(NAME, model, STREAM).withOptions(OPTIONS).withTables("model", "seeds");
    }

    void append(int count) {
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(NewEvent.of("Tested", JsonText.of("1")));
        }
        node.log().append(STREAM, events.toArray(NewEvent[]::new));
    }

    void awaitLive(long offset) {
        Awaitility.await()
                .atMost(DEADLINE)
                .until(
                        () -> node.projections().status(NAME),
                        s -> s.state() == ProjectionState.LIVE
                                && s.positions().get(0).lastProcessedOffset() == offset);
    }

    RebuildStatus awaitRebuild(State state) {
        return Awaitility.await().atMost(DEADLINE).until(() -> node.rebuilds().status(NAME), s -> s.state() == state);
    }

    RebuildStatus awaitRebuild(State state, long read) {
        return Awaitility.await()
                .atMost(DEADLINE)
                .until(
                        () -> node.rebuilds().status(NAME),
                        s -> s.state() == state
                                && s.progress() != null
                                && s.progress().eventsRead() == read);
    }

    static List<Long> upTo(long last) {
        return LongStream.rangeClosed(0, last).boxed().toList();
    }

    List<Long> offsets(String from) {
        List<Long> found = new ArrayList<>();
        jdbc.each("SELECT event_offset FROM " + from + " ORDER BY 1", s -> {}, row -> found.add(row.getLong(1)));
        return found;
    }

    List<String> notes() {
        return column("SELECT DISTINCT note FROM model ORDER BY 1");
    }

    List<String> names(String table) {
        return column("SELECT DISTINCT projection_name FROM " + table + " ORDER BY 1");
    }

    List<String> schemas() {
        return column("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'headrace%'");
    }

    List<String> column(String sql) {
        List<String> found = new ArrayList<>();
        jdbc.each(sql, s -> {}, row -> found.add(row.getString(1)));
        return found;
    }

    List<String> recorded() {
        return node.actions().find(new Query(OperatorAction.projection(NAME), 20, null)).actions().stream()
                .map(a -> a.action() + " by " + a.by().principal())
                .toList();
    }
}
