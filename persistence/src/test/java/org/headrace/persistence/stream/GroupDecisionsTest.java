package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.headrace.stream.Append;
import org.headrace.stream.Appended;
import org.headrace.stream.ConflictException;
import org.headrace.stream.ConflictException.Kind;
import org.headrace.stream.NewEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Appends of many callers that share one commit, and what each of them is told. */
@Timeout(60)
class GroupDecisionsTest {

    /** The number in the event of the one that the others wait for. */
    private static final int LEADER = 1_000;

    private static LogEnvironment environment;

    private final StoredEventLog log = environment.newLog();
    private final String stream = newStream();

    @BeforeAll
    static void start() {
        environment = LogEnvironment.postgres();
    }

    @AfterAll
    static void stop() {
        environment.close();
    }

    @BeforeEach
    void begin() {
        log.append(stream, event(0));
    }

    /** What a caller was told: a receipt or a conflict. */
    private record Answer(@Nullable Appended receipt, @Nullable Kind conflict) {}

    @Test
    void theSameEventOfSeveralCallersIsWrittenOnceAndAllAreToldItsOffset() throws Exception {
        NewEvent event = event(1).withEventId(UUID.randomUUID());

        List<Answer> answers = inOneCommit(List.of(
                Append.to(stream, event),
                Append.to(stream, event(2)),
                Append.to(stream, event),
                Append.to(stream, event)));

        assertThat(written()).containsExactlyInAnyOrder(0, 1, 2);
        List<Appended> same = List.of(receipt(answers, 0), receipt(answers, 2), receipt(answers, 3));
        assertThat(same.stream().map(Appended::firstOffset).distinct()).hasSize(1);
        assertThat(same.stream().map(Appended::duplicates)).containsExactlyInAnyOrder(0, 1, 1);
    }

    @Test
    void anotherEventWithATakenIdIsRefusedAndTouchesNobodyElse() throws Exception {
        UUID id = UUID.randomUUID();

        List<Answer> answers = inOneCommit(List.of(
                Append.to(stream, event(1).withEventId(id)),
                Append.to(stream, event(2).withEventId(id), event(3)),
                Append.to(stream, event(4))));

        assertThat(answers.stream().map(Answer::conflict).filter(Objects::nonNull))
                .containsExactly(Kind.EVENT_ID);
        List<Integer> written = written();
        assertThat(written).contains(0, 4);
        assertThat(written.contains(1)).isNotEqualTo(written.contains(2));
        assertThat(written.contains(3)).isEqualTo(written.contains(2));
    }

    @Test
    void oneOfThoseThatExpectTheSameVersionOfAKeyWinsAndOtherKeysAreNotTouched() throws Exception {
        List<Append> rivals = new ArrayList<>();
        IntStream.range(1, 7)
                .forEach(
                        i -> rivals.add(Append.to(stream, event(i).withKey("a")).expectingKeyVersion(-1)));
        rivals.add(Append.to(stream, event(7).withKey("b")).expectingKeyVersion(-1));

        List<Answer> answers = inOneCommit(rivals);

        assertThat(answers.subList(0, 6).stream().map(Answer::conflict).filter(Objects::nonNull))
                .hasSize(5)
                .containsOnly(Kind.KEY_VERSION);
        assertThat(receipt(answers, 6).count()).isOne();
        assertThat(log.readKey(stream, "a", 0, 100).events()).hasSize(1);
        assertThat(log.readKey(stream, "b", 0, 100).events()).hasSize(1);
    }

    /** Lets the appends wait behind a held stream, so that they are decided together; checks that they were. */
    private List<Answer> inOneCommit(List<Append> appends) throws Exception {
        List<FutureTask<Answer>> tasks = new ArrayList<>();
        try (Connection holder = environment.database().dataSource().getConnection()) {
            holder.setAutoCommit(false);
            number(holder, "SELECT count(*) FROM (SELECT 1 FROM streams WHERE name = '" + stream + "' FOR UPDATE) s");
            // The first one waits for the stream, alone; the others wait for it.
            Thread leader = begin(tasks, Append.to(stream, event(LEADER)));
            await().until(() -> number(holder, "SELECT count(*) FROM pg_locks WHERE NOT granted") == 1);
            List<Thread> group =
                    appends.stream().map(append -> begin(tasks, append)).toList();
            await().until(() -> group.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
            assertThat(leader.isAlive()).isTrue();
            holder.rollback();
        }
        List<Answer> answers = new ArrayList<>();
        for (FutureTask<Answer> task : tasks) {
            answers.add(task.get(20, TimeUnit.SECONDS));
        }
        assertThat(commits()).as("commits of the group").isOne();
        return answers.subList(1, answers.size());
    }

    private Thread begin(List<FutureTask<Answer>> tasks, Append append) {
        var task = new FutureTask<>(() -> {
            try {
                return new Answer(log.append(append), null);
            } catch (ConflictException e) {
                return new Answer(null, e.kind());
            }
        });
        tasks.add(task);
        var thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private List<Integer> written() {
        return numbers(log.read(stream, 0, 100).events()).stream()
                .filter(number -> number != LEADER)
                .toList();
    }

    /** In how many transactions the group's events were written. */
    private long commits() throws SQLException {
        try (Connection connection = environment.database().dataSource().getConnection()) {
            return number(
                    connection,
                    "SELECT count(DISTINCT e.xmin::text) FROM events e JOIN streams s USING (stream_id)"
                            + " WHERE s.name = '" + stream + "' AND e.data::text NOT IN ('0', '" + LEADER + "')");
        }
    }

    private static Appended receipt(List<Answer> answers, int i) {
        return Objects.requireNonNull(answers.get(i).receipt(), "a receipt");
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
