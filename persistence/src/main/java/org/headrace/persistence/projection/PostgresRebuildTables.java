package org.headrace.persistence.projection;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.Jdbc.Parameters;
import org.headrace.projection.RebuildParity.TableParity;
import org.headrace.projection.spi.Rebuild;
import org.headrace.projection.spi.RebuildTables;
import org.headrace.projection.spi.StaleCheckpointException;

/** Tables in schemas of the rebuild, made and swapped by functions of their owner (change 071 of the schema). */
public final class PostgresRebuildTables implements RebuildTables {

    private static final String OBJECT_IN_USE = "55006";
    private static final String WRONG_OBJECT_TYPE = "42809";

    private static final String SERVING_SCHEMA = "SELECT current_schema()";
    private static final String MAKE = "SELECT headrace_make_rebuild_tables(?, ?, ?)";
    private static final String SWAP = "SELECT headrace_swap_rebuilt_tables(?, ?, ?, ?)";
    private static final String DROP = "SELECT headrace_drop_rebuild_schema(?)";
    private static final String COMPARE =
            "SELECT table_name, only_in_old, only_in_new FROM headrace_compare_tables(?, ?, ?)";

    /** The row is locked, so that whoever switches or cancels waits for this transaction, and fences later ones. */
    private static final String ENTER =
            """
            WITH held AS MATERIALIZED (
                SELECT rebuild_schema FROM projection_rebuilds
                WHERE projection_name = ? AND state = 'BUILDING' AND started_at = ? FOR SHARE)
            SELECT current_setting('search_path') AS entered,
                   set_config('search_path',
                       concat_ws(', ', quote_ident(rebuild_schema), nullif(current_setting('search_path'), '')), true)
            FROM held
            """;

    private static final String LEAVE = "SELECT set_config('search_path', ?, true)";

    /** Its locks tell, whatever the statement was. */
    private static final String WRITTEN =
            """
            SELECT DISTINCT c.relname AS table_name
            FROM pg_locks l
            JOIN pg_class c ON c.oid = l.relation
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE l.locktype = 'relation' AND l.pid = pg_backend_pid() AND l.granted
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND l.mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
              AND n.nspname = ? AND c.relname = ANY (?)
            ORDER BY 1
            """;

    private final Jdbc jdbc;

    public PostgresRebuildTables(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String servingSchema() {
        return jdbc.first(SERVING_SCHEMA, statement -> {}, row -> row.getString(1))
                .orElseThrow();
    }

    @Override
    public void make(Rebuild rebuild) {
        call(MAKE, statement -> {
            statement.setString(1, rebuild.schemas().serving());
            statement.setString(2, rebuild.schemas().rebuild());
            statement.setArray(3, tables(statement, rebuild));
        });
    }

    @Override
    public String enter(Rebuild rebuild) {
        return jdbc.first(
                        ENTER,
                        statement -> {
                            statement.setString(1, rebuild.projection());
                            statement.setTimestamp(
                                    2, Jdbc.timestamp(rebuild.start().at()));
                        },
                        row -> row.getString("entered"))
                .orElseThrow(() -> new StaleCheckpointException(
                        "The rebuild of projection " + rebuild.projection() + " is not under way any more"));
    }

    @Override
    public void leave(String entered) {
        jdbc.first(LEAVE, statement -> statement.setString(1, entered), row -> row.getString(1));
    }

    @Override
    public List<String> written(Rebuild rebuild) {
        List<String> found = new ArrayList<>();
        jdbc.each(
                WRITTEN,
                statement -> {
                    statement.setString(1, rebuild.schemas().serving());
                    statement.setArray(2, tables(statement, rebuild));
                },
                row -> found.add(row.getString("table_name")));
        return found;
    }

    @Override
    public List<TableParity> compare(Rebuild rebuild) {
        List<TableParity> found = new ArrayList<>();
        jdbc.each(
                COMPARE,
                statement -> {
                    statement.setString(1, rebuild.schemas().serving());
                    statement.setString(2, rebuild.schemas().rebuild());
                    statement.setArray(3, tables(statement, rebuild));
                },
                row -> found.add(new TableParity(
                        row.getString("table_name"), row.getLong("only_in_old"), row.getLong("only_in_new"))));
        return found;
    }

    @Override
    public void swap(Rebuild rebuild) {
        exchange(rebuild, rebuild.schemas().rebuild(), rebuild.schemas().previous());
    }

    @Override
    public void swapBack(Rebuild rebuild) {
        exchange(rebuild, rebuild.schemas().previous(), rebuild.schemas().rebuild());
        drop(rebuild.schemas().rebuild());
    }

    @Override
    public void drop(Rebuild rebuild) {
        drop(
                rebuild.state() == Rebuild.State.BUILDING
                        ? rebuild.schemas().rebuild()
                        : rebuild.schemas().previous());
    }

    private void exchange(Rebuild rebuild, String from, String to) {
        call(SWAP, statement -> {
            statement.setString(1, rebuild.schemas().serving());
            statement.setString(2, from);
            statement.setString(3, to);
            statement.setArray(4, tables(statement, rebuild));
        });
    }

    private void drop(String schema) {
        call(DROP, statement -> statement.setString(1, schema));
    }

    private void call(String function, Parameters parameters) {
        try {
            jdbc.first(function, parameters, row -> true);
        } catch (IllegalStateException e) {
            String text = e.getCause() instanceof SQLException sql ? firstLine(sql) : "";
            String state = e.getCause() instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "";
            switch (state) {
                case OBJECT_IN_USE -> throw new TablesInUseException(text, e);
                case WRONG_OBJECT_TYPE -> throw new UnfitTablesException(text, e);
                default -> throw e;
            }
        }
    }

    /** What the function says, without where in it that was. */
    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceFirst("^ERROR: ", "");
    }

    private static Array tables(PreparedStatement statement, Rebuild rebuild) throws SQLException {
        return statement.getConnection().createArrayOf("text", rebuild.tables().toArray());
    }
}
