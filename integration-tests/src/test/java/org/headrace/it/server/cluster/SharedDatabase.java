package org.headrace.it.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.headrace.it.server.FreshDatabase;

/** The database of the cluster, looked at and held up beside its servers. */
final class SharedDatabase {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    /** One row: the read model is what the events of the log give when each is taken once. */
    private static final String READ_MODEL_AGREES =
            """
            SELECT count(*) FROM user_statistics
            WHERE (users_added, users_removed, active_users, last_offset) = (
                SELECT count(*) FILTER (WHERE event_type = 'UserAdded'),
                       count(*) FILTER (WHERE event_type = 'UserRemoved'),
                       count(*) FILTER (WHERE event_type = 'UserAdded')
                           - count(*) FILTER (WHERE event_type = 'UserRemoved'),
                       max(stream_offset)
                FROM events JOIN streams USING (stream_id)
                WHERE name = 'UserWorkflow' AND event_type IN ('UserAdded', 'UserRemoved'))
            """;

    private static final Map<String, Long> EACH_ONCE =
            Map.of("inventory_reservations", 1L, "payments", 1L, "shipments", 1L);

    /** What a node holds is free for others when its row has gone or has expired. */
    private static final String RUNNING = "SELECT count(*) FROM nodes WHERE expires_at > clock_timestamp()";

    private final FreshDatabase database;

    SharedDatabase(FreshDatabase database) {
        this.database = database;
    }

    /** What a batch of user-statistics writes, it waits for until this connection is closed. */
    Connection holdUserStatistics() throws SQLException {
        return hold("SELECT 1 FROM user_statistics FOR UPDATE");
    }

    /** So does a step that writes a payment; whoever reads payments does not. */
    Connection holdPayments() throws SQLException {
        return hold("LOCK TABLE payments IN EXCLUSIVE MODE");
    }

    private Connection hold(String statement) throws SQLException {
        Connection holder = database.connect();
        holder.setAutoCommit(false);
        try (Statement jdbc = holder.createStatement()) {
            jdbc.execute(statement);
        }
        return holder;
    }

    /** Until so many sessions wait for what is held. */
    void awaitWaiting(int sessions) {
        Awaitility.await(sessions + " sessions wait for a lock")
                .atMost(DEADLINE)
                .until(() -> waiting() == sessions);
    }

    /** And no more for a while. */
    void stayWaiting(int sessions, Duration aWhile) {
        awaitWaiting(sessions);
        Awaitility.await("no other session comes to wait")
                .during(aWhile)
                .atMost(aWhile.multipliedBy(3))
                .until(() -> waiting() == sessions);
    }

    private long waiting() throws SQLException {
        return number(
                "SELECT count(*) FROM pg_stat_activity" + " WHERE usename = current_user AND wait_event_type = 'Lock'");
    }

    void awaitReadModel(Duration bound) {
        Awaitility.await("the read model holds each event once")
                .atMost(bound)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> number(READ_MODEL_AGREES) == 1);
    }

    /** What a saga has left in the tables of orders: reservations, payments, shipments. */
    void assertEffectsOnce(String sagaId) throws SQLException {
        assertThat(effects(sagaId)).isEqualTo(EACH_ONCE);
    }

    /** Rows by table. */
    Map<String, Long> effects(String sagaId) throws SQLException {
        Map<String, Long> effects = new TreeMap<>();
        for (String table : EACH_ONCE.keySet()) {
            effects.put(table, number("SELECT count(*) FROM " + table + " WHERE saga_id = '" + sagaId + "'"));
        }
        return effects;
    }

    void awaitEffectsOnce(String sagaId) {
        Awaitility.await("reserved, paid, shipped").atMost(DEADLINE).until(() -> effects(sagaId)
                .equals(EACH_ONCE));
    }

    /** Until no node says that it runs, so that all is free that any held. */
    void awaitGivenBack(Duration bound) {
        Awaitility.await("all is given back").atMost(bound).until(() -> number(RUNNING) == 0);
    }

    long inStock() throws SQLException {
        return number("SELECT in_stock FROM inventory WHERE product_id = 'PROD-123'");
    }

    /** What a release has noted, without what it begins with. */
    List<String> notes(String prefix) throws SQLException {
        List<String> notes = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT stream FROM container_rows WHERE stream LIKE '" + prefix + " %' ORDER BY ctid")) {
            while (rows.next()) {
                notes.add(rows.getString(1).substring(prefix.length() + 1));
            }
        }
        return notes;
    }

    private long number(String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).as(query).isTrue();
            return row.getLong(1);
        }
    }
}
