package org.headrace.persistence.projection;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.headrace.persistence.Jdbc;
import org.headrace.projection.spi.Rebuild;
import org.headrace.projection.spi.Rebuild.Schemas;
import org.headrace.projection.spi.Rebuild.Start;
import org.headrace.projection.spi.Rebuild.State;
import org.headrace.projection.spi.RebuildStore;

/** Rebuilds in {@code projection_rebuilds}. */
public final class PostgresRebuildStore implements RebuildStore {

    private static final String LOAD =
            """
            SELECT state, table_names, serving_schema, rebuild_schema, previous_schema, started_at, started_by, reason,
                   auto_switch, finding
            FROM projection_rebuilds
            WHERE projection_name = ?
            """;

    private static final String LOCK = LOAD + " FOR UPDATE";

    private static final String SAVE =
            """
            INSERT INTO projection_rebuilds (projection_name, state, table_names, serving_schema, rebuild_schema,
                   previous_schema, started_at, started_by, reason, auto_switch, finding)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT ON CONSTRAINT pk_projection_rebuilds DO UPDATE
            SET state = excluded.state,
                table_names = excluded.table_names,
                serving_schema = excluded.serving_schema,
                rebuild_schema = excluded.rebuild_schema,
                previous_schema = excluded.previous_schema,
                started_at = excluded.started_at,
                started_by = excluded.started_by,
                reason = excluded.reason,
                auto_switch = excluded.auto_switch,
                finding = excluded.finding
            """;

    private static final String REMOVE = "DELETE FROM projection_rebuilds WHERE projection_name = ?";

    private final Jdbc jdbc;

    public PostgresRebuildStore(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<Rebuild> load(String projection) {
        return jdbc.first(LOAD, statement -> statement.setString(1, projection), row -> read(projection, row));
    }

    @Override
    public Optional<Rebuild> lock(String projection) {
        return jdbc.first(LOCK, statement -> statement.setString(1, projection), row -> read(projection, row));
    }

    @Override
    public void save(Rebuild rebuild) {
        jdbc.update(SAVE, statement -> {
            Array tables = statement
                    .getConnection()
                    .createArrayOf("text", rebuild.tables().toArray());
            statement.setString(1, rebuild.projection());
            statement.setString(2, rebuild.state().name());
            statement.setArray(3, tables);
            statement.setString(4, rebuild.schemas().serving());
            statement.setString(5, rebuild.schemas().rebuild());
            statement.setString(6, rebuild.schemas().previous());
            statement.setTimestamp(7, Jdbc.timestamp(rebuild.start().at()));
            statement.setString(8, Jdbc.text(rebuild.start().by()));
            statement.setString(9, Jdbc.text(rebuild.start().reason()));
            statement.setBoolean(10, rebuild.start().autoSwitch());
            statement.setString(11, Jdbc.text(rebuild.finding()));
        });
    }

    @Override
    public void remove(String projection) {
        jdbc.update(REMOVE, statement -> statement.setString(1, projection));
    }

    private static Rebuild read(String projection, ResultSet row) throws SQLException {
        return new Rebuild(
                projection,
                State.valueOf(row.getString("state")),
                List.of((String[]) row.getArray("table_names").getArray()),
                new Schemas(
                        row.getString("serving_schema"),
                        row.getString("rebuild_schema"),
                        row.getString("previous_schema")),
                new Start(
                        row.getTimestamp("started_at").toInstant(),
                        row.getString("started_by"),
                        row.getString("reason"),
                        row.getBoolean("auto_switch")),
                row.getString("finding"));
    }
}
