package org.headrace.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.headrace.it.Api;
import org.headrace.it.Undisturbed;
import org.headrace.it.Waiting;
import org.headrace.it.cluster.Chaos.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two nodes and their database are killed, held still, cut off and restarted in a sequence that follows from a seed
 * (system property {@code headrace.test.chaos-seed}, printed), for {@code headrace.test.chaos-seconds}, while writers
 * append. At the end the log holds what was acknowledged, once, and the read models agree with it to the row.
 */
@Undisturbed
@ExtendWith(SharedCluster.class)
class ChaosIT {

    private static final long SEED = Long.getLong("headrace.test.chaos-seed", new Random().nextInt(1_000_000));
    private static final Duration DURATION = Duration.ofSeconds(Long.getLong("headrace.test.chaos-seconds", 30));
    private static final int WRITERS = 4;
    private static final Map<String, String> STREAM_OF =
            Map.of("user-statistics", Writer.USERS, "loan-applications", Writer.LOANS);

    private final Appended appended = new Appended();

    @Test
    void logAndReadModelsAgreeToTheRow(Cluster cluster) throws Exception {
        System.out.println("ChaosIT: -Dheadrace.test.chaos-seed=" + SEED + " -Dheadrace.test.chaos-seconds="
                + DURATION.toSeconds());
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        var end = new CountDownLatch(1);
        try (var chaos = new Chaos(SEED, cluster)) {
            Map<String, Long> begin = heads(cluster.database());
            List<Api> nodes = cluster.nodes().stream().map(Node::api).toList();
            List<Future<Void>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(threads.submit(new Writer(i, SEED, cluster.nodes(), appended, end)));
            }
            chaos.run(DURATION);
            end.countDown();
            for (Future<Void> writer : writers) {
                writer.get();
            }
            System.out.println("ChaosIT: " + chaos.summary() + "; " + appended.count() + " events acknowledged, "
                    + appended.retries() + " requests sent again");
            for (Fault fault : Fault.values()) {
                assertThat(chaos.fired(fault)).as("%s fired", fault).isPositive();
            }
            assertThat(appended.streams()).containsExactlyInAnyOrder(Writer.USERS, Writer.LOANS);
            assertThat(appended.retries()).as("the writers felt it").isPositive();
            for (Api node : nodes) {
                Waiting.untilReady(node);
                for (Map.Entry<String, String> projection : STREAM_OF.entrySet()) {
                    String stream = projection.getValue();
                    long head = begin.get(stream) + appended.of(stream).size();
                    Waiting.untilCaughtUp(node, projection.getKey(), head);
                }
            }
            try (Connection connection = cluster.database().connect()) {
                Map<String, List<LogRow>> log = new HashMap<>();
                for (String stream : STREAM_OF.values()) {
                    log.put(stream, theLogHoldsWhatWasAcknowledged(connection, stream, begin.get(stream), nodes));
                }
                ReadModels.agreeWith(log.get(Writer.USERS), log.get(Writer.LOANS), connection);
                long unknown = ReadModels.unknownAmong(log.get(Writer.USERS));
                everyEventIsCountedOnce(connection, "user-statistics", unknown);
                everyEventIsCountedOnce(connection, "loan-applications", 0);
            }
        } finally {
            end.countDown();
            threads.shutdownNow();
        }
    }

    /** Another test may have appended before. */
    private static Map<String, Long> heads(ClusterDatabase database) throws SQLException {
        Map<String, Long> heads = new HashMap<>();
        try (Connection connection = database.connect()) {
            for (String stream : STREAM_OF.values()) {
                heads.put(stream, LogRow.read(connection, stream).size() - 1L);
            }
        }
        return heads;
    }

    /**
     * In the database and as each node tells it. Nothing else came to what was there at the beginning, since no event
     * stayed without an answer.
     */
    private List<LogRow> theLogHoldsWhatWasAcknowledged(
            Connection connection, String stream, long begin, List<Api> nodes) throws Exception {
        List<LogRow> rows = LogRow.read(connection, stream);
        Map<UUID, Long> found = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).offset()).as("offset in %s", stream).isEqualTo(i);
            assertThat(found.put(rows.get(i).eventId(), rows.get(i).offset()))
                    .as("an event that was there before, at %s in %s", i, stream)
                    .isNull();
        }
        found.values().removeIf(offset -> offset <= begin);
        assertThat(found.equals(appended.of(stream)))
                .as("%s holds the %s events acknowledged, each where it was told to be", stream, found.size())
                .isTrue();
        for (Api node : nodes) {
            theNodeTellsTheSame(node, stream, rows);
        }
        return rows;
    }

    private static void theNodeTellsTheSame(Api node, String stream, List<LogRow> rows) throws Exception {
        int next = 0;
        JsonObject page;
        do {
            page = node.getObject("/api/streams/" + stream + "/events?limit=1000&from=" + next);
            for (JsonObject event : page.getJsonArray("events").getValuesAs(JsonObject.class)) {
                LogRow row = rows.get(next);
                assertThat(event.getJsonNumber("offset").longValue()).isEqualTo(next);
                assertThat(event.getString("eventId")).isEqualTo(row.eventId().toString());
                assertThat(event.getString("eventType")).isEqualTo(row.type());
                assertThat(event.getJsonObject("data"))
                        .isEqualTo(Api.parse(row.data()).asJsonObject());
                next++;
            }
        } while (!page.getJsonArray("events").isEmpty());
        assertThat(next).as("events of %s over HTTP", stream).isEqualTo(rows.size());
        assertThat(page.getJsonNumber("head").longValue()).isEqualTo(rows.size() - 1L);
    }

    /** And nobody was blamed for what the database did. */
    private static void everyEventIsCountedOnce(Connection connection, String projection, long unknown)
            throws SQLException {
        String sql =
                """
                SELECT c.last_processed_offset, s.head, c.events_processed + c.events_skipped, c.events_unknown,
                       c.last_error, r.paused_by, r.error
                FROM projection_checkpoints c
                JOIN streams s ON s.name = c.stream_name
                LEFT JOIN projection_run_states r USING (projection_name)
                WHERE projection_name = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, projection);
            try (ResultSet row = statement.executeQuery()) {
                assertThat(row.next()).as("a checkpoint of %s", projection).isTrue();
                assertThat(row.getLong(1)).as("checkpoint of %s", projection).isEqualTo(row.getLong(2));
                assertThat(row.getLong(3))
                        .as("events counted by %s", projection)
                        .isEqualTo(row.getLong(2) + 1);
                assertThat(row.getLong(4))
                        .as("events unknown to %s", projection)
                        .isEqualTo(unknown);
                assertThat(row.getString(5)).as("last error of %s", projection).isNull();
                assertThat(row.getString(6)).as("who paused %s", projection).isNull();
                assertThat(row.getString(7)).as("what holds %s up", projection).isNull();
                assertThat(row.next())
                        .as("another checkpoint of %s", projection)
                        .isFalse();
            }
        }
    }
}
