package org.headrace.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.stream.StoredEventLog;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.projection.ProjectionOptions;
import org.junit.jupiter.api.Test;

/**
 * That what is shared is in order and complete, whoever writes: this node, at once and in transactions, another node, and
 * plain SQL; some of them changing their minds.
 */
class LiveOrderTest {

    private static final String STREAM = "Raced";
    private static final int WRITERS = 8;
    private static final int APPENDS = 60;
    private static final ProjectionOptions OPTIONS = ProjectionOptions.DEFAULT.withBatchSize(7);

    private final long seed = System.nanoTime();
    private final AtomicInteger rolledBack = new AtomicInteger();

    @Test
    void everyReaderSeesAllThatWasCommittedInOrderAndNothingElse() throws Exception {
        Map<String, List<String>> seen = new ConcurrentHashMap<>();
        try (var node = new LiveNode(128 << 10)) {
            StoredEventLog elsewhere = node.elsewhere();
            node.appends.append(LiveNode.events(STREAM, 1, "\"first\""));
            for (int i = 0; i < 5; i++) {
                List<String> events = new CopyOnWriteArrayList<>();
                seen.put("p" + i, events);
                node.projections.register(
                        "p" + i,
                        STREAM,
                        OPTIONS,
                        (batch, context) -> batch.forEach(event ->
                                events.add(event.offset() + " " + event.data().text())));
            }
            for (int i = 0; i < 5; i++) {
                node.subscribers.subscribe(STREAM, 0);
            }
            Concurrently.all(WRITERS, writer -> () -> {
                var random = new Random(seed + writer);
                for (int i = 0; i < APPENDS; i++) {
                    append(node, elsewhere, writer, random);
                }
                return null;
            });
            List<String> stored = stored(node);
            int count = stored.size();
            LiveNode.await("all is read, seed " + seed)
                    .until(() -> seen.values().stream().allMatch(events -> events.size() >= count)
                            && node.subscribers.offsets(STREAM).stream().allMatch(got -> got.size() >= count));

            assertThat(rolledBack.get()).as("some changed their minds").isPositive();
            assertThat(stored).noneMatch(event -> event.contains("never"));
            assertThat(seen.values()).as("seed %d", seed).hasSize(5).allSatisfy(events -> assertThat(events)
                    .isEqualTo(stored));
            List<Long> offsets = LongStream.range(0, count).boxed().toList();
            assertThat(node.subscribers.offsets(STREAM))
                    .as("seed %d", seed)
                    .hasSize(5)
                    .allSatisfy(got -> assertThat(got).isEqualTo(offsets));
        }
    }

    private void append(LiveNode node, StoredEventLog elsewhere, int writer, Random random) throws Exception {
        int count = 1 + random.nextInt(5);
        boolean changesItsMind = random.nextInt(3) == 0;
        String data = changesItsMind ? "\"never\"" : "\"by " + writer + " " + "x".repeat(random.nextInt(2_000)) + "\"";
        StoredEventLog log = random.nextInt(3) == 0 ? elsewhere : node.appends;
        boolean early = random.nextBoolean();
        if (writer < 2 && !changesItsMind) {
            log.append(LiveNode.events(STREAM, count, data));
        } else if (writer < 6) {
            inTransaction(node, changesItsMind, () -> {
                var events = LiveNode.events(STREAM, count, data);
                return early ? log.lockAndAppend(events) : log.append(events);
            });
        } else {
            byPlainSql(node, data, changesItsMind);
        }
    }

    private void inTransaction(LiveNode node, boolean rollsBack, Callable<?> work) throws Exception {
        if (rollsBack) {
            node.jta.rolledBack(work);
            rolledBack.incrementAndGet();
        } else {
            node.jta.inTransaction(work);
        }
    }

    private void byPlainSql(LiveNode node, String data, boolean rollsBack) throws SQLException {
        try (Connection connection = node.database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement head = connection.prepareStatement(
                            "UPDATE streams SET head = head + 1 WHERE name = ? RETURNING stream_id, head");
                    PreparedStatement insert = connection.prepareStatement(
                            """
                            INSERT INTO events
                                (stream_id, size, stream_offset, event_id, recorded_at, event_type, data, metadata)
                            VALUES (?, ?, ?, ?, now(), 'Tested', ?::json, '{}')
                            """)) {
                head.setString(1, STREAM);
                try (ResultSet row = head.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    insert.setInt(1, row.getInt(1));
                    insert.setInt(2, data.length() + 2);
                    insert.setLong(3, row.getLong(2));
                }
                insert.setObject(4, UUID.randomUUID());
                insert.setString(5, data);
                insert.executeUpdate();
            }
            if (rollsBack) {
                connection.rollback();
                rolledBack.incrementAndGet();
            } else {
                connection.commit();
            }
        }
    }

    private static List<String> stored(LiveNode node) {
        List<String> events = new ArrayList<>();
        new Jdbc(node.database.dataSource())
                .each(
                        "SELECT stream_offset, data FROM events JOIN streams USING (stream_id) WHERE name = ?"
                                + " ORDER BY stream_offset",
                        statement -> statement.setString(1, STREAM),
                        row -> events.add(row.getLong(1) + " " + row.getString(2)));
        return events;
    }
}
