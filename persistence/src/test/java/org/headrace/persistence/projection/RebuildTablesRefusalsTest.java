package org.headrace.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.headrace.projection.spi.Rebuild;
import org.headrace.projection.spi.RebuildTables.TablesInUseException;
import org.headrace.projection.spi.RebuildTables.UnfitTablesException;
import org.junit.jupiter.api.Test;

/** What the functions that make and swap tables refuse. */
class RebuildTablesRefusalsTest extends TablesOfTwoRoles {

    @Test
    void aLongReaderMakesTheSwapFailSoonAndChangesNothing() throws Exception {
        asApp("INSERT INTO model (k) VALUES ('old')");
        Rebuild rebuild = begin(rebuild("model"));
        try (Connection reader = as(READER).getConnection();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.executeQuery("SELECT * FROM model").close();

            assertThatThrownBy(() -> jta.inTransaction(() -> {
                        tables.swap(rebuild);
                        return null;
                    }))
                    .isInstanceOf(TablesInUseException.class)
                    .hasMessageContaining("table model is in use");
            reader.rollback();
        }
        assertThat(keys("model")).containsExactly("old");
        jta.inTransaction(() -> {
            tables.swap(rebuild);
            return null;
        });
        assertThat(keys("model")).isEmpty();
    }

    @Test
    void headracesOwnTablesAreRefusedAllOfThem() throws Exception {
        List<String> own = column("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                + " AND relkind = 'r' AND relname NOT IN ('model', 'other')");
        assertThat(own).hasSizeGreaterThan(10).contains("events", "projection_checkpoints", "databasechangelog");

        for (String table : own) {
            assertThatThrownBy(() -> begin(rebuild(table)))
                    .as(table)
                    .isInstanceOf(UnfitTablesException.class)
                    .hasMessageContaining("Headrace's own");
        }
        assertThat(schemas()).isEmpty();
    }

    @Test
    void whatCannotBeRebuiltBesideIsRefusedWithTheReason() {
        database.execute("CREATE TABLE foreigners (k TEXT)");
        asOwner("CREATE TABLE referring (k TEXT REFERENCES other)");
        asOwner("CREATE TABLE counted (n BIGSERIAL)");
        asOwner("CREATE TABLE secured (k TEXT); ALTER TABLE secured ENABLE ROW LEVEL SECURITY");
        asOwner("CREATE VIEW seen AS SELECT k FROM model");
        asOwner("CREATE TABLE parted (k INT) PARTITION BY RANGE (k)");
        asOwner("CREATE FUNCTION shout() RETURNS TRIGGER LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
        asOwner("CREATE TABLE triggered (k TEXT)");
        asOwner("CREATE TRIGGER shouting AFTER INSERT ON triggered EXECUTE FUNCTION shout()");

        assertUnfit("foreigners", "belongs to postgres");
        assertUnfit("referring", "foreign key");
        assertUnfit("other", "foreign key");
        assertUnfit("counted", "serial column");
        assertUnfit("secured", "row security");
        assertUnfit("model", "a view");
        assertUnfit("seen", "no ordinary table");
        assertUnfit("parted", "no ordinary table");
        assertUnfit("triggered", "trigger");
        assertUnfit("never", "no such table");
        assertUnfit("model\"; DROP TABLE model; --", "no such table");
    }

    @Test
    void aViewMadeDuringTheRebuildIsNotLeftWithTheOldTable() throws Exception {
        Rebuild rebuild = begin(rebuild("model"));
        asOwner("CREATE VIEW seen AS SELECT k FROM model");

        assertThatThrownBy(() -> jta.inTransaction(() -> {
                    tables.swap(rebuild);
                    return null;
                }))
                .isInstanceOf(UnfitTablesException.class)
                .hasMessageContaining("a view");
    }

    @Test
    void onlySchemasOfRebuildsAreMadeOrDropped() {
        for (String call : List.of(
                "headrace_drop_rebuild_schema('public')",
                "headrace_make_rebuild_tables('public', 'mine', '{model}')",
                "headrace_swap_rebuilt_tables('public', 'public', 'headrace_previous_x', '{model}')")) {
            assertThatThrownBy(() -> asApp("SELECT " + call)).as(call).hasMessageContaining("no schema of a rebuild");
        }
        assertThatThrownBy(() -> as(READER, "SELECT headrace_drop_rebuild_schema('headrace_rebuild_test')"))
                .as("nobody is let in who was not named")
                .hasMessageContaining("permission denied");
    }

    private void assertUnfit(String table, String reason) {
        assertThatThrownBy(() -> begin(rebuild(table)))
                .as(table)
                .isInstanceOf(UnfitTablesException.class)
                .hasMessageContaining(reason);
    }
}
