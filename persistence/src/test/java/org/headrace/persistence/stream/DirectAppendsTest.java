package org.headrace.persistence.stream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.headrace.json.JsonText;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.stream.Append;
import org.headrace.stream.ConflictException;
import org.headrace.stream.EventLogUnavailableException;
import org.headrace.stream.NewEvent;
import org.headrace.stream.OutcomeUnknownException;
import org.headrace.stream.spi.AppendListener;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DirectAppendsTest {

    private static final EmbeddedDatabase DATABASE = EmbeddedDatabase.migrated();
    private static final Listeners NOBODY = new Listeners(List::of);

    private final String stream = "s-" + UUID.randomUUID();
    private final DirectAppends direct = new DirectAppends(DATABASE.dataSource(), NOBODY);

    @AfterAll
    static void dropDatabase() {
        DATABASE.close();
    }

    @Test
    void appendsToOneStreamGetTheNextOffsets() throws SQLException {
        assertThat(append(direct, stream, event(), event()).offsets()).containsExactly(0L, 1L);
        assertThat(append(direct, stream, event()).offsets()).containsExactly(2L);
        assertThat(append(direct, stream, event(), event()).offsets()).containsExactly(3L, 4L);
        assertThat(offsetsOf(stream)).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void aRefusedAppendLeavesTheOthersOfItsGroupAlone() throws Exception {
        append(direct, stream, event());
        try (Connection holder = lock(stream)) {
            Future<PendingAppend> first = later(() -> append(direct, stream, event()));
            awaitLockWaiters(1);
            List<Future<PendingAppend>> group = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                group.add(later(() -> append(direct, stream, event())));
            }
            Future<PendingAppend> refused = later(() ->
                    direct.append(new PendingAppend(Append.to(stream, event()).expectingOffset(7_000))));
            holder.rollback();
            assertThatThrownBy(() -> refused.get(20, SECONDS)).hasCauseInstanceOf(ConflictException.class);
            first.get(20, SECONDS);
            for (Future<PendingAppend> accepted : group) {
                assertThat(accepted.get(20, SECONDS).offsets()).hasSize(1);
            }
        }
        assertThat(offsetsOf(stream)).hasSize(12);
    }

    @Test
    void aStreamThatIsLockedForLongDoesNotHoldUpTheOthers() throws Exception {
        String other = "o-" + UUID.randomUUID();
        append(direct, stream, event());
        append(direct, other, event());
        try (Connection holder = lock(stream)) {
            Future<PendingAppend> blocked = later(() -> append(direct, stream, event()));
            awaitLockWaiters(1);
            assertThat(later(() -> append(direct, other, event()))
                            .get(20, SECONDS)
                            .offsets())
                    .containsExactly(1L);
            Append conditional = Append.to(other, event()).expectingOffset(1);
            assertThat(later(() -> direct.append(new PendingAppend(conditional)))
                            .get(20, SECONDS)
                            .offsets())
                    .containsExactly(2L);
            assertThat(blocked).isNotDone();
            holder.rollback();
            assertThat(blocked.get(20, SECONDS).offsets()).containsExactly(1L);
        }
    }

    @Test
    void twoNodesAppendToTheSameNewStreamsWithoutAGap() throws Exception {
        long seed = System.nanoTime();
        var nodes = List.of(direct, new DirectAppends(DATABASE.dataSource(), NOBODY));
        List<String> streams = List.of(stream + "a", stream + "b", stream + "c");
        List<CompletableFuture<List<Long>>> given = new ArrayList<>();
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try {
            for (int i = 0; i < 16; i++) {
                var random = new Random(seed + i);
                DirectAppends node = nodes.get(i % 2);
                given.add(CompletableFuture.supplyAsync(() -> appendAtRandom(node, streams, random), callers));
            }
            List<Long> all = new ArrayList<>();
            given.forEach(g -> all.addAll(g.join()));
            assertThat(all).as("seed %s", seed).hasSize(16 * 60);
            int stored = 0;
            for (String name : streams) {
                List<Long> offsets = offsetsOf(name);
                stored += offsets.size();
                assertThat(offsets)
                        .as("seed %s", seed)
                        .containsExactlyElementsOf(
                                LongStream.range(0, offsets.size()).boxed().toList());
            }
            assertThat(stored).as("seed %s", seed).isEqualTo(16 * 60);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void saysTryAgainLaterForWhateverKeepsItFromAConnection() {
        DataSource dropped;
        try (EmbeddedDatabase database = EmbeddedDatabase.empty()) {
            dropped = database.dataSource();
        }
        assertThatThrownBy(() -> append(new DirectAppends(dropped, NOBODY), stream, event()))
                .isInstanceOf(EventLogUnavailableException.class)
                .isNotInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void isTruthfulWhenTheConnectionCannotBeClosedAfterTheCommit() throws SQLException {
        var struck = new AtomicInteger();
        DirectAppends failing = failing("close", struck, new SQLException("no", "XX000"));
        assertThat(append(failing, stream, event()).offsets()).containsExactly(0L);
        assertThat(struck).hasPositiveValue();
        assertThat(offsetsOf(stream)).containsExactly(0L);
    }

    @Test
    void tellsThatTheOutcomeIsUnknownWhenTheCommitBreaksAndSendingAgainIsSafe() throws SQLException {
        append(direct, stream, event());
        var struck = new AtomicInteger();
        DirectAppends failing = failing("commit", struck, new SQLException("broken", "08006"));
        NewEvent event = event().withEventId(UUID.randomUUID());
        assertThatThrownBy(() -> append(failing, stream, event)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(struck).hasValue(1);
        PendingAppend again = append(direct, stream, event);
        assertThat(again.offsets()).containsExactly(1L);
        assertThat(again.duplicates()).isEqualTo(1);
        assertThat(offsetsOf(stream)).containsExactly(0L, 1L);
    }

    @Test
    void aListenerThatThrowsHarmsNobody() throws SQLException {
        var asked = new AtomicBoolean();
        List<String> told = new ArrayList<>();
        AppendListener broken = (name, head) -> {
            asked.set(true);
            throw new AssertionError("meant");
        };
        AppendListener sound = (name, head) -> told.add(name + "@" + head);
        var listened = new DirectAppends(DATABASE.dataSource(), new Listeners(() -> List.of(broken, sound)));
        append(listened, stream, event(), event());
        assertThat(asked).isTrue();
        assertThat(told).containsExactly(stream + "@1");

        var lost = new DirectAppends(DATABASE.dataSource(), new Listeners(() -> {
            throw new IllegalStateException("shut down");
        }));
        assertThat(append(lost, stream, event()).offsets()).containsExactly(2L);
    }

    @Test
    void nobodyIsToldOfWhatTheStreamHeldAlready() throws SQLException {
        List<Long> told = new ArrayList<>();
        AppendListener listener = (name, head) -> told.add(head);
        var listened = new DirectAppends(DATABASE.dataSource(), new Listeners(() -> List.of(listener)));
        NewEvent event = event().withEventId(UUID.randomUUID());
        append(listened, stream, event);
        append(listened, stream, event());
        append(listened, stream, event);
        assertThat(told).containsExactly(0L, 1L);
    }

    private List<Long> appendAtRandom(DirectAppends node, List<String> streams, Random random) {
        List<Long> offsets = new ArrayList<>();
        while (offsets.size() < 60) {
            NewEvent event = random.nextInt(4) == 0 ? event().withEventId(UUID.randomUUID()) : event();
            String name = streams.get(random.nextInt(streams.size()));
            offsets.addAll(append(node, name, event).offsets());
        }
        return offsets;
    }

    private static PendingAppend append(DirectAppends direct, String stream, NewEvent... events) {
        return direct.append(new PendingAppend(Append.to(stream, events)));
    }

    private static NewEvent event() {
        return NewEvent.of("Tested", JsonText.of("{\"n\":1}")).withKey("k");
    }

    private static DirectAppends failing(String method, AtomicInteger struck, SQLException failure) {
        DataSource source = FaultyConnections.failingAfter(method, DATABASE.dataSource(), () -> {
            struck.incrementAndGet();
            throw failure;
        });
        return new DirectAppends(source, NOBODY);
    }

    private static <T> Future<T> later(Callable<T> call) {
        var task = new FutureTask<>(call);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static Connection lock(String stream) throws SQLException {
        Connection connection = DATABASE.dataSource().getConnection();
        connection.setAutoCommit(false);
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT head FROM streams WHERE name = ? FOR UPDATE")) {
            statement.setString(1, stream);
            statement.executeQuery();
        }
        return connection;
    }

    private static void awaitLockWaiters(int count) {
        await().until(() -> longs("SELECT count(*) FROM pg_locks WHERE NOT granted AND ? <> ''", "any")
                        .get(0)
                >= count);
    }

    private static List<Long> offsetsOf(String stream) throws SQLException {
        return longs(
                "SELECT stream_offset FROM events JOIN streams USING (stream_id) WHERE name = ? ORDER BY stream_offset",
                stream);
    }

    private static List<Long> longs(String sql, String parameter) throws SQLException {
        List<Long> found = new ArrayList<>();
        try (Connection connection = DATABASE.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(row.getLong(1));
                }
            }
        }
        return found;
    }
}
