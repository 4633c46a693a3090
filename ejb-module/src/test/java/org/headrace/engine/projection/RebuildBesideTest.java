package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.EventContext;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.RebuildParity;
import org.headrace.projection.RebuildParity.TableParity;
import org.headrace.projection.RebuildStatus;
import org.headrace.projection.RebuildStatus.State;
import org.headrace.projection.ResettableProjection;
import org.headrace.retry.RetryPolicy;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new version of a read model beside the one that serves, on real tables. */
class RebuildBesideTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String NAME = "Rebuilt.Model";
    private static final String STREAM = "Rebuilt";
    private static final Operator ADA = new Operator("ada", "new column");
    private static final ProjectionOptions OPTIONS = ProjectionOptions.DEFAULT
            .withBatchSize(10)
            .withPollingInterval(Duration.ofMillis(50))
            .withRetry(new RetryPolicy(0, Duration.ofSeconds(1), Duration.ofSeconds(1), 0));

    private final EmbeddedDatabase database = EmbeddedDatabase.migrated();
    private final JtaEnvironment jta = JtaEnvironment.over(database);
    private final Jdbc jdbc = new Jdbc(jta.dataSource());
    private final Model model = new Model();
    private TestNode node = TestNode.postgres("first", jta);

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
    private final class Model implements DynamicProjection, ResettableProjection {

        private final Set<Long> poisonInReplay = ConcurrentHashMap.newKeySet();
        private final AtomicInteger replayed = new AtomicInteger();
        private volatile String note = "v1";
        private volatile String table = "model";

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

    @Test
    void theNewVersionIsFilledBesideAndSwitchedWithoutAGapForReaders() throws Exception {
        append(25);
        register();
        awaitLive(24);
        model.note = "v2";
        try (var reader = new Reader()) {
            node.rebuilds().begin(NAME, false, ADA);
            awaitRebuild(State.CAUGHT_UP);
            append(7);
            awaitLive(31);
            RebuildStatus caughtUp = awaitRebuild(State.CAUGHT_UP, 32);
            assertThat(notes()).containsExactly("v1", "v2"); // the one that serves goes on with what it is given
            assertThat(caughtUp.progress()).isNotNull();
            assertThat(caughtUp.progress().percent()).isEqualTo(100);

            RebuildStatus switched = node.rebuilds().switchOver(NAME, true, ADA);

            assertThat(switched.state()).isEqualTo(State.SWITCHED);
            assertThat(notes()).containsExactly("v2");
            append(5);
            awaitLive(36);
            reader.awaitRows(37);
        }
        assertThat(offsets("model")).containsExactlyElementsOf(upTo(36));
        assertThat(offsets("model WHERE replayed"))
                .as("a replay up to where the other was when it began")
                .containsExactlyElementsOf(upTo(24));
        assertThat(node.projections().audit(NAME).isComplete()).isTrue();
        assertThat(names("projection_checkpoints")).containsExactly(NAME, NAME + "@previous");
        assertThat(node.projections().statuses()).hasSize(1);
    }

    @Test
    void aSwitchTakesTheNewVersionTheLastSteps() throws Exception {
        append(25);
        register();
        awaitLive(24);
        model.poisonInReplay.add(20L);
        node.rebuilds().begin(NAME, false, ADA);
        awaitRebuild(State.FAILING);
        append(3);
        awaitLive(27);

        assertThatThrownBy(() -> node.rebuilds().switchOver(NAME, false, ADA))
                .isInstanceOf(ProjectionStateException.class)
                .hasMessageContaining("cannot bear it again");
        assertThat(node.rebuildStore().load(NAME).orElseThrow().state().name()).isEqualTo("BUILDING");
        model.poisonInReplay.clear();
        RebuildParity parity = node.rebuilds().parity(NAME, ADA);
        node.rebuilds().switchOver(NAME, true, ADA);

        assertThat(parity.offsets()).containsEntry(STREAM, 27L);
        assertThat(offsets("model")).containsExactlyElementsOf(upTo(27));
        append(1);
        awaitLive(28);
    }

    @Test
    void versionsAreComparedAtOneOffsetAndADifferenceMustBeAccepted() throws Exception {
        append(12);
        register();
        awaitLive(11);
        database.execute("UPDATE model SET note = 'corrupt', replayed = true WHERE event_offset = 3");
        database.execute("UPDATE model SET replayed = true");
        node.rebuilds().begin(NAME, false, ADA);
        awaitRebuild(State.CAUGHT_UP);

        RebuildParity parity = node.rebuilds().parity(NAME, ADA);

        assertThat(parity.isEqual()).isFalse();
        assertThat(parity.tables()).containsExactly(new TableParity("model", 1, 1), new TableParity("seeds", 0, 0));
        assertThatThrownBy(() -> node.rebuilds().switchOver(NAME, false, ADA))
                .isInstanceOf(ProjectionStateException.class)
                .hasMessageContaining("table model lacks 1 rows that serve and has 1 others");
        database.execute("UPDATE model SET note = 'v1'");
        node.rebuilds().switchOver(NAME, false, ADA);
        assertThat(node.rebuilds().status(NAME).state()).isEqualTo(State.SWITCHED);
    }

    @Test
    void aCancelledRebuildLeavesNothingAndTheNextOneBeginsAnew() throws Exception {
        append(12);
        register();
        awaitLive(11);
        node.rebuilds().begin(NAME, false, ADA);
        awaitRebuild(State.CAUGHT_UP);

        assertThat(node.rebuilds().cancel(NAME, ADA).state()).isEqualTo(State.NONE);

        assertThat(schemas()).isEmpty();
        assertThat(names("projection_checkpoints")).containsExactly(NAME);
        assertThat(names("projection_run_states")).containsExactly(NAME);
        append(3);
        awaitLive(14);
        node.rebuilds().begin(NAME, false, ADA);
        awaitRebuild(State.CAUGHT_UP, 15);
        assertThat(model.replayed).hasValue(12 + 15);
        assertThat(node.rebuilds().parity(NAME, ADA).tables())
                .as("all replayed, and the seeds are there")
                .containsExactly(new TableParity("model", 15, 15), new TableParity("seeds", 0, 0));
    }

    @Test
    void aRollBackPutsThePreviousVersionWhereItWasAndItCatchesUpReplaying() throws Exception {
        append(12);
        register();
        awaitLive(11);
        model.note = "v2";
        node.rebuilds().begin(NAME, false, ADA);
        awaitRebuild(State.CAUGHT_UP);
        node.rebuilds().switchOver(NAME, true, ADA);
        append(4);
        awaitLive(15);
        model.note = "v1 again";

        assertThat(node.rebuilds().rollBack(NAME, ADA).state()).isIn(State.NONE, State.IN_PLACE);

        append(1);
        awaitLive(16);
        assertThat(offsets("model WHERE note = 'v1'")).containsExactlyElementsOf(upTo(11));
        assertThat(offsets("model WHERE replayed")).containsExactly(12L, 13L, 14L, 15L);
        assertThat(offsets("model WHERE NOT replayed AND note = 'v1 again'")).containsExactly(16L);
        assertThat(schemas()).isEmpty();
        assertThat(names("projection_checkpoints")).containsExactly(NAME);
        assertThat(node.projections().audit(NAME).isComplete()).isTrue();
    }

    @Test
    void finishingDropsThePreviousVersion() throws Exception {
        append(3);
        register();
        awaitLive(2);
        node.rebuilds().begin(NAME, false, ADA);
        awaitRebuild(State.CAUGHT_UP);
        node.rebuilds().switchOver(NAME, true, ADA);
        assertThat(schemas()).hasSize(1).allMatch(s -> s.startsWith("headrace_previous_rebuilt_model_"));

        assertThat(node.rebuilds().finish(NAME, ADA).state()).isEqualTo(State.NONE);

        assertThat(schemas()).isEmpty();
        assertThat(names("projection_checkpoints")).containsExactly(NAME);
        assertThat(recorded())
                .containsExactly("finish-rebuild by ada", "switch-rebuild by ada", "rebuild-beside by ada");
    }

    @Test
    void whicheverNodeTakesOverGoesOnWithTheRebuild() throws Exception {
        append(35);
        register();
        awaitLive(34);
        model.poisonInReplay.add(22L);
        node.rebuilds().begin(NAME, false, ADA);
        RebuildStatus failing = awaitRebuild(State.FAILING);
        assertThat(failing.explanation()).contains("Event 22 of stream Rebuilt", "cannot bear it again", "resume");
        assertThat(node.projections().status(NAME).state())
                .as("the one that serves is not touched")
                .isEqualTo(ProjectionState.LIVE);
        node.close();

        node = TestNode.postgres("second", jta);
        register();
        awaitRebuild(State.FAILING, 22);
        model.poisonInReplay.clear();
        node.rebuilds().resume(NAME, ADA);
        awaitRebuild(State.CAUGHT_UP, 35);

        assertThat(model.replayed)
                .as("each event once, but for those that the failing one was found among")
                .hasValueBetween(35, 44);
        node.rebuilds().switchOver(NAME, true, ADA);
        assertThat(offsets("model")).containsExactlyElementsOf(upTo(34));
    }

    @Test
    void anOperatorMayActOnAnotherNodeThanTheOneThatBuilds() throws Exception {
        append(12);
        register();
        awaitLive(11);
        try (TestNode other = TestNode.postgres("other", jta)) {
            other.registry().register(definition());
            other.rebuilds().begin(NAME, false, ADA);
            awaitRebuild(State.CAUGHT_UP);
            assertThat(other.rebuilds().status(NAME).state()).isEqualTo(State.CAUGHT_UP);
            other.rebuilds().switchOver(NAME, true, ADA);
            append(3);
            awaitLive(14);
            other.rebuilds().rollBack(NAME, ADA);
            awaitLive(14);
        }
        assertThat(offsets("model")).containsExactlyElementsOf(upTo(14));
    }

    @Test
    void aNewVersionWithTheSameRowsIsSwitchedByItselfWhenAsked() throws Exception {
        append(12);
        register();
        awaitLive(11);
        database.execute("UPDATE model SET replayed = true");

        node.rebuilds().begin(NAME, true, ADA);

        awaitRebuild(State.SWITCHED);
        assertThat(recorded()).containsExactly("switch-rebuild by headrace", "rebuild-beside by ada");
    }

    @Test
    void aNewVersionWithOtherRowsIsNotSwitchedByItself() throws Exception {
        append(12);
        register();
        awaitLive(11);

        node.rebuilds().begin(NAME, true, ADA);

        RebuildStatus left = Awaitility.await()
                .atMost(DEADLINE)
                .until(() -> node.rebuilds().status(NAME), s -> s.explanation().contains("not switched by itself"));
        assertThat(left.state()).isEqualTo(State.CAUGHT_UP);
        assertThat(left.explanation()).contains("table model lacks 12 rows");
        assertThat(offsets("model WHERE replayed")).isEmpty();
        append(3);
        awaitRebuild(State.CAUGHT_UP, 15);
        assertThat(recorded()).as("once").containsExactly("leave-rebuild by headrace", "rebuild-beside by ada");
    }

    @Test
    void aHandlerThatNamesTheSchemaDoesNotReachTheTableThatServes() throws Exception {
        append(5);
        register();
        awaitLive(4);
        database.execute("ALTER TABLE model DROP CONSTRAINT model_pkey");
        model.table = "public.model";

        node.rebuilds().begin(NAME, false, ADA);

        RebuildStatus failing = awaitRebuild(State.FAILING);
        assertThat(failing.explanation()).contains("wrote to a table that serves (model)", "must not name a schema");
        assertThat(offsets("model")).containsExactlyElementsOf(upTo(4));
    }

    @Test
    void aLongTransactionOfAReaderIsWaitedForSomeTimesAndThenNothingIsChanged() throws Exception {
        append(5);
        register();
        awaitLive(4);
        node.rebuilds().begin(NAME, false, ADA);
        awaitRebuild(State.CAUGHT_UP);
        try (Connection reader = database.dataSource().getConnection();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.executeQuery("SELECT * FROM model").close();

            assertThatThrownBy(() -> node.rebuilds().switchOver(NAME, true, ADA))
                    .isInstanceOf(ProjectionStateException.class)
                    .hasMessageContaining("table model is in use")
                    .hasMessageContaining("try again");
            reader.rollback();
        }
        append(3);
        awaitLive(7);
        awaitRebuild(State.CAUGHT_UP, 8);
        node.rebuilds().switchOver(NAME, true, ADA);
        assertThat(offsets("model WHERE replayed")).containsExactlyElementsOf(upTo(4));
    }

    @Test
    void whatTheStateDoesNotAllowIsRefusedAndNotRecorded() throws Exception {
        append(5);
        register();
        node.registry()
                .register(ProjectionDefinition.of("tableless", model, "Other").withOptions(OPTIONS));
        node.registry()
                .register(ProjectionDefinition.of("unfit", model, "Other")
                        .withOptions(OPTIONS)
                        .withTables("events"));
        awaitLive(4);

        assertRefused(() -> node.rebuilds().begin("tableless", false, ADA), "does not name its tables");
        assertRefused(() -> node.rebuilds().begin("unfit", false, ADA), "one of Headrace's own");
        for (Runnable action : List.<Runnable>of(
                () -> node.rebuilds().parity(NAME, ADA),
                () -> node.rebuilds().switchOver(NAME, false, ADA),
                () -> node.rebuilds().cancel(NAME, ADA),
                () -> node.rebuilds().resume(NAME, ADA),
                () -> node.rebuilds().rollBack(NAME, ADA),
                () -> node.rebuilds().finish(NAME, ADA))) {
            assertRefused(action, "is not being rebuilt beside");
        }
        assertThat(recorded()).isEmpty();

        node.rebuilds().begin(NAME, false, ADA);
        awaitRebuild(State.CAUGHT_UP);
        assertRefused(() -> node.rebuilds().begin(NAME, false, ADA), "being rebuilt beside already");
        assertRefused(() -> node.projections().rebuild(NAME, ADA), "cancel that before it is rebuilt in place");
        assertRefused(() -> node.rebuilds().resume(NAME, ADA), "No event holds the new version");
        assertRefused(() -> node.rebuilds().rollBack(NAME, ADA), "does not serve yet");
        assertRefused(() -> node.rebuilds().finish(NAME, ADA), "does not serve yet");
        node.rebuilds().switchOver(NAME, true, ADA);
        assertRefused(() -> node.rebuilds().cancel(NAME, ADA), "serves already");
        assertRefused(() -> node.rebuilds().begin(NAME, false, ADA), "roll back, or finish, first");
        assertThat(recorded()).containsExactly("switch-rebuild by ada", "rebuild-beside by ada");
    }

    @Test
    void progressOfARebuildInPlaceIsToldWithRateAndTimeLeft() throws Exception {
        append(40);
        register();
        awaitLive(39);
        model.poisonInReplay.add(35L);
        node.projections().rebuild(NAME, ADA);

        RebuildStatus status = Awaitility.await()
                .atMost(DEADLINE)
                .until(
                        () -> node.rebuilds().status(NAME),
                        s -> s.progress() != null && s.progress().eventsRead() == 35);
        assertThat(status.state()).isEqualTo(State.IN_PLACE);
        assertThat(status.progress().eventsToGo()).isEqualTo(5);
        assertThat(status.progress().percent()).isEqualTo(87);
        assertThat(status.progress().eventsPerSecond()).isPositive();
        assertThat(status.progress().timeLeft()).isNotNull();
        assertThat(status.explanation()).contains("5 events to go, about", "a second", "left");
    }

    private static void assertRefused(Runnable action, String why) {
        assertThatThrownBy(action::run)
                .isInstanceOf(ProjectionStateException.class)
                .hasMessageContaining(why);
    }

    /** Counts the rows as fast as it can: they never become fewer. */
    private final class Reader implements AutoCloseable {

        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicInteger rows = new AtomicInteger();
        private final Future<Void> reading = thread.submit((Callable<Void>) () -> {
            try (Connection connection = database.dataSource().getConnection();
                    var select = connection.prepareStatement("SELECT count(*) FROM model")) {
                while (!stop.get()) {
                    try (var row = select.executeQuery()) {
                        row.next();
                        assertThat(row.getInt(1)).isGreaterThanOrEqualTo(rows.get());
                        rows.set(row.getInt(1));
                    }
                }
            }
            return null;
        });

        void awaitRows(int count) {
            Awaitility.await().atMost(DEADLINE).until(() -> rows.get() == count || reading.isDone());
        }

        @Override
        public void close() {
            stop.set(true);
            Awaitility.await().atMost(DEADLINE).until(reading::isDone);
            assertThat(reading).as("what it saw").succeedsWithin(DEADLINE);
            thread.shutdownNow();
        }
    }

    private void register() {
        node.registry().register(definition());
    }

    private ProjectionDefinition definition() {
        return ProjectionDefinition.of(NAME, model, STREAM).withOptions(OPTIONS).withTables("model", "seeds");
    }

    private void append(int count) {
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(NewEvent.of("Tested", JsonText.of("1")));
        }
        node.log().append(STREAM, events.toArray(NewEvent[]::new));
    }

    private void awaitLive(long offset) {
        Awaitility.await()
                .atMost(DEADLINE)
                .until(
                        () -> node.projections().status(NAME),
                        s -> s.state() == ProjectionState.LIVE
                                && s.positions().get(0).lastProcessedOffset() == offset);
    }

    private RebuildStatus awaitRebuild(State state) {
        return Awaitility.await().atMost(DEADLINE).until(() -> node.rebuilds().status(NAME), s -> s.state() == state);
    }

    private RebuildStatus awaitRebuild(State state, long read) {
        return Awaitility.await()
                .atMost(DEADLINE)
                .until(
                        () -> node.rebuilds().status(NAME),
                        s -> s.state() == state
                                && s.progress() != null
                                && s.progress().eventsRead() == read);
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(0, last).boxed().toList();
    }

    private List<Long> offsets(String from) {
        List<Long> found = new ArrayList<>();
        jdbc.each("SELECT event_offset FROM " + from + " ORDER BY 1", s -> {}, row -> found.add(row.getLong(1)));
        return found;
    }

    private List<String> notes() {
        return column("SELECT DISTINCT note FROM model ORDER BY 1");
    }

    private List<String> names(String table) {
        return column("SELECT DISTINCT projection_name FROM " + table + " ORDER BY 1");
    }

    private List<String> schemas() {
        return column("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'headrace%'");
    }

    private List<String> column(String sql) {
        List<String> found = new ArrayList<>();
        jdbc.each(sql, s -> {}, row -> found.add(row.getString(1)));
        return found;
    }

    private List<String> recorded() {
        return node.actions().find(new Query(OperatorAction.projection(NAME), 20, null)).actions().stream()
                .map(a -> a.action() + " by " + a.by().principal())
                .toList();
    }
}
