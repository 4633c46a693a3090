package org.headrace.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.schema.LiquibaseSchema;
import org.headrace.persistence.schema.LiquibaseSchema.Changelog;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.RebuildParity.TableParity;
import org.headrace.projection.spi.Rebuild;
import org.headrace.projection.spi.Rebuild.Schemas;
import org.headrace.projection.spi.Rebuild.Start;
import org.headrace.projection.spi.Rebuild.State;
import org.headrace.projection.spi.RebuildTables.TablesInUseException;
import org.headrace.projection.spi.RebuildTables.UnfitTablesException;
import org.headrace.projection.spi.StaleCheckpointException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The functions that make and swap tables, called as a deployment calls them that is careful: one role owns the schema
 * and is no superuser, the application runs as another, which owns nothing.
 */
class RebuildTablesTest {

    private static final String OWNER = "rebuild_owner";
    private static final String APP = "rebuild_app";
    private static final String READER = "rebuild_reader";

    private static final String MODEL =
            """
            CREATE TABLE model (
                k    TEXT CONSTRAINT model_key PRIMARY KEY,
                n    BIGINT NOT NULL DEFAULT 7 CONSTRAINT model_n_positive CHECK (n > 0),
                note JSON NULL,
                id   BIGINT GENERATED ALWAYS AS IDENTITY);
            CREATE UNIQUE INDEX model_by_note ON model ((note ->> 'x')) WHERE n > 3;
            CREATE INDEX model_by_n ON model (n DESC, k);
            ALTER TABLE model ADD CONSTRAINT unusual UNIQUE (n, k);
            """;

    private final EmbeddedDatabase database = EmbeddedDatabase.empty();
    private JtaEnvironment jta;
    private PostgresRebuildTables tables;
    private PostgresRebuildStore rebuilds;

    @BeforeEach
    void migrateAsOwner() {
        for (String role : List.of(OWNER, APP, READER)) {
            database.execute(
                    "DO $$ BEGIN CREATE ROLE " + role + " LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        }
        database.execute("ALTER DATABASE " + database.name() + " OWNER TO " + OWNER);
        new LiquibaseSchema(as(OWNER), List.of(Changelog.HEADRACE), false).prepare();
        asOwner(MODEL);
        asOwner("CREATE TABLE other (k TEXT PRIMARY KEY)");
        asOwner("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO " + APP);
        asOwner("GRANT SELECT ON model TO " + READER + " WITH GRANT OPTION");
        asOwner("GRANT UPDATE (n) ON model TO " + READER);
        asOwner("GRANT EXECUTE ON FUNCTION headrace_make_rebuild_tables, headrace_swap_rebuilt_tables,"
                + " headrace_drop_rebuild_schema, headrace_compare_tables TO " + APP);
        jta = JtaEnvironment.over(database.jdbcUrl().replaceFirst("\\?.*", ""), 10, APP);
        tables = new PostgresRebuildTables(new Jdbc(jta.dataSource()));
        rebuilds = new PostgresRebuildStore(new Jdbc(jta.dataSource()));
    }

    @AfterEach
    void close() {
        jta.close();
        database.close();
    }

    @Test
    void theNewTablesAreLikeTheOldToTheNameOfAnIndexAndToTheGrants() throws Exception {
        List<String> before = shape("public");
        assertThat(before)
                .anyMatch(s -> s.contains("model_by_note"))
                .anyMatch(s -> s.contains(READER + "=r*/"))
                .anyMatch(s -> s.contains("unusual"));

        begin(rebuild("model", "other"));

        assertThat(shape("headrace_rebuild_test")).isEqualTo(before);
        asApp("INSERT INTO headrace_rebuild_test.model (k, note) VALUES ('a', '{\"x\":1}')");
        assertThatThrownBy(() -> asApp("DROP TABLE headrace_rebuild_test.model"))
                .as("the application owns nothing")
                .hasMessageContaining("must be owner");
    }

    @Test
    void aBatchFindsTheNewTablesAndOthersDoNot() throws Exception {
        Rebuild rebuild = begin(rebuild("model"));

        jta.inTransaction(() -> {
            String entered = tables.enter(rebuild);
            insert("new");
            assertThat(tables.written(rebuild)).isEmpty();
            assertThat(rebuilds.load("p")).as("Headrace's own").isPresent();
            tables.leave(entered);
            assertThat(keys("model")).isEmpty();
            return null;
        });

        assertThat(keys("model")).isEmpty();
        assertThat(keys("headrace_rebuild_test.model")).containsExactly("new");
    }

    @Test
    void aBatchThatWritesToTheTableThatServesIsFound() throws Exception {
        Rebuild rebuild = begin(rebuild("model", "other"));

        jta.inTransaction(() -> {
            tables.enter(rebuild);
            new Jdbc(jta.dataSource()).first("SELECT k FROM public.other", s -> {}, row -> row.getString(1));
            assertThat(tables.written(rebuild)).as("reading is no writing").isEmpty();
            new Jdbc(jta.dataSource()).update("INSERT INTO public.model (k) VALUES ('x')", s -> {});
            assertThat(tables.written(rebuild)).containsExactly("model");
            return null;
        });
    }

    @Test
    void whoeverChangesARebuildWaitsForItsBatchAndFencesTheNext() throws Exception {
        Rebuild rebuild = begin(rebuild("model"));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> cancelled = jta.inTransaction(() -> {
                tables.enter(rebuild);
                Future<?> cancelling = threads.submit(() -> jta.inTransaction(() -> {
                    assertThat(rebuilds.lock("p")).isPresent();
                    tables.drop(rebuild);
                    rebuilds.remove("p");
                    return null;
                }));
                Awaitility.await().until(() -> waiting() == 1);
                insert("in flight");
                return cancelling;
            });
            cancelled.get(10, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }

        assertThatThrownBy(() -> jta.inTransaction(() -> tables.enter(rebuild)))
                .isInstanceOf(StaleCheckpointException.class);
        assertThat(shape("headrace_rebuild_test")).isEmpty();
        Rebuild again = begin(
                new Rebuild("p", State.BUILDING, rebuild.tables(), rebuild.schemas(), start(Instant.EPOCH), null));
        assertThatThrownBy(() -> jta.inTransaction(() -> tables.enter(rebuild)))
                .as("a batch of the one before is none of the next one's")
                .isInstanceOf(StaleCheckpointException.class);
        jta.inTransaction(() -> tables.enter(again));
    }

    @Test
    void aSwapAndASwapBackAreSeenByReadersAtOnceAndLeaveNothing() throws Exception {
        asApp("INSERT INTO model (k) VALUES ('old')");
        List<String> before = shape("public");
        Rebuild rebuild = begin(rebuild("model", "other"));
        asApp("INSERT INTO headrace_rebuild_test.model (k) VALUES ('new'), ('newer')");

        jta.rolledBack(() -> {
            tables.swap(rebuild);
            return null;
        });
        assertThat(keys("model")).containsExactly("old");
        jta.inTransaction(() -> {
            tables.swap(rebuild);
            return null;
        });
        assertThat(keys("model")).containsExactly("new", "newer");
        assertThat(keys("headrace_previous_test.model", OWNER)).containsExactly("old");
        assertThat(shape("public")).isEqualTo(before);
        assertThat(shape("headrace_rebuild_test")).isEmpty();

        jta.inTransaction(() -> {
            tables.swapBack(rebuild.switched());
            return null;
        });
        assertThat(keys("model")).containsExactly("old");
        assertThat(shape("public")).isEqualTo(before);
        assertThat(schemas()).isEmpty();
    }

    @Test
    void aReaderSeesTheOldOrTheNewTableAtAnyMoment() throws Exception {
        asApp("INSERT INTO model (k) SELECT 'old' || n FROM generate_series(1, 100) n");
        Rebuild rebuild = begin(rebuild("model"));
        asApp("INSERT INTO headrace_rebuild_test.model (k) SELECT 'new' || n FROM generate_series(1, 100) n");
        var stop = new AtomicBoolean();
        var olds = new AtomicInteger();
        var news = new AtomicInteger();
        ExecutorService readers = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> reading = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                reading.add(readers.submit((Callable<Void>) () -> {
                    // One prepared statement each: the server keeps its plan, which must not keep the old table.
                    try (Connection connection = as(READER).getConnection();
                            var select = connection.prepareStatement(
                                    "SELECT count(*), count(*) FILTER (WHERE k LIKE 'new%') FROM model")) {
                        while (!stop.get()) {
                            try (ResultSet row = select.executeQuery()) {
                                row.next();
                                assertThat(row.getInt(1)).isEqualTo(100);
                                assertThat(row.getInt(2)).isIn(0, 100);
                                (row.getInt(2) == 0 ? olds : news).incrementAndGet();
                            }
                        }
                    }
                    return null;
                }));
            }
            Awaitility.await().until(() -> olds.get() > 100);
            jta.inTransaction(() -> {
                tables.swap(rebuild);
                return null;
            });
            int atSwitch = news.get();
            Awaitility.await().until(() -> news.get() > atSwitch + 100);
            stop.set(true);
            for (Future<?> reader : reading) {
                reader.get(10, TimeUnit.SECONDS);
            }
        } finally {
            readers.shutdownNow();
        }
    }

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
    void rowsThatDifferAreCountedTableByTable() throws Exception {
        Rebuild rebuild = begin(rebuild("model", "other"));
        asApp("INSERT INTO model (k, note) VALUES ('gap', '1')");
        asApp("DELETE FROM model");
        for (String schema : List.of("public", "headrace_rebuild_test")) {
            asApp("INSERT INTO " + schema + ".model (k, note) VALUES ('same', '{\"a\": 1}')");
            asApp("INSERT INTO " + schema + ".other VALUES ('same')");
        }
        assertThat(tables.compare(rebuild))
                .as("the numbers of an identity are the database's")
                .containsExactly(new TableParity("model", 0, 0), new TableParity("other", 0, 0));

        asApp("UPDATE headrace_rebuild_test.model SET n = 8");
        asApp("INSERT INTO model (k) VALUES ('o1'), ('o2')");
        asApp("INSERT INTO headrace_rebuild_test.other VALUES ('n1')");

        assertThat(tables.compare(rebuild))
                .containsExactly(new TableParity("model", 3, 1), new TableParity("other", 0, 1));
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

    private Rebuild begin(Rebuild rebuild) throws Exception {
        return jta.inTransaction(() -> {
            tables.make(rebuild);
            rebuilds.save(rebuild);
            return rebuild;
        });
    }

    private Rebuild rebuild(String... names) {
        var schemas = new Schemas(tables.servingSchema(), "headrace_rebuild_test", "headrace_previous_test");
        return new Rebuild("p", State.BUILDING, List.of(names), schemas, start(Instant.now()), null);
    }

    private static Start start(Instant at) {
        return new Start(at, "ada", "", false);
    }

    private void insert(String key) {
        new Jdbc(jta.dataSource()).update("INSERT INTO model (k) VALUES (?)", s -> s.setString(1, key));
    }

    /** What a client sees of the tables: columns, constraints, indexes and grants. */
    private List<String> shape(String schema) {
        return column(
                """
                SELECT format('%s %s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                              a.attidentity) || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
                       || coalesce((SELECT string_agg(t::text, ' ' ORDER BY t::text) FROM unnest(a.attacl) t), '')
                FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
                WHERE c.relname IN ('model', 'other') AND c.relnamespace = to_regnamespace('$schema')
                UNION ALL
                SELECT replace(pg_get_indexdef(i.indexrelid), '$schema.', '') || i.indisprimary
                FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
                WHERE c.relname IN ('model', 'other') AND c.relnamespace = to_regnamespace('$schema')
                UNION ALL
                SELECT c.relname || ' ' || t.conname || ' ' || pg_get_constraintdef(t.oid)
                FROM pg_constraint t JOIN pg_class c ON c.oid = t.conrelid
                WHERE c.relname IN ('model', 'other') AND c.relnamespace = to_regnamespace('$schema')
                UNION ALL
                SELECT c.relname || ' ' || (SELECT string_agg(t::text, ' ' ORDER BY t::text) FROM unnest(c.relacl) t)
                FROM pg_class c
                WHERE c.relname IN ('model', 'other') AND c.relnamespace = to_regnamespace('$schema')
                ORDER BY 1
                """
                        .replace("$schema", schema));
    }

    private List<String> schemas() {
        return column("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'headrace%'");
    }

    private long waiting() {
        return Long.parseLong(
                column("SELECT count(*) FROM pg_locks WHERE NOT granted").get(0));
    }

    private List<String> keys(String table) {
        return keys(table, APP);
    }

    private List<String> keys(String table, String role) {
        return column("SELECT k FROM " + table + " ORDER BY k", role);
    }

    private List<String> column(String sql) {
        return column(sql, OWNER);
    }

    private List<String> column(String sql, String role) {
        List<String> found = new ArrayList<>();
        new Jdbc(as(role)).each(sql, s -> {}, row -> found.add(row.getString(1)));
        return found;
    }

    private void asOwner(String sql) {
        as(OWNER, sql);
    }

    private void asApp(String sql) {
        as(APP, sql);
    }

    private void as(String role, String sql) {
        try (Connection connection = as(role).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private DataSource as(String role) {
        return database.dataSourceAs(role);
    }
}
