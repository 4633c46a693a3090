package org.headrace.persistence.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.schema.LiquibaseSchema;
import org.headrace.persistence.schema.LiquibaseSchema.Changelog;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.spi.Rebuild;
import org.headrace.projection.spi.Rebuild.Schemas;
import org.headrace.projection.spi.Rebuild.Start;
import org.headrace.projection.spi.Rebuild.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A database as a deployment has it that is careful: one role owns the schema and is no superuser, the application runs as
 * another, which owns nothing.
 */
abstract class TablesOfTwoRoles {

    static final String OWNER = "rebuild_owner";
    static final String APP = "rebuild_app";
    static final String READER = "rebuild_reader";

    static final String MODEL =
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

    final EmbeddedDatabase database = EmbeddedDatabase.empty();
    JtaEnvironment jta;
    PostgresRebuildTables tables;
    PostgresRebuildStore rebuilds;

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

    Rebuild begin(Rebuild rebuild) throws Exception {
        return jta.inTransaction(() -> {
            tables.make(rebuild);
            rebuilds.save(rebuild);
            return rebuild;
        });
    }

    Rebuild rebuild(String... names) {
        var schemas = new Schemas(tables.servingSchema(), "headrace_rebuild_test", "headrace_previous_test");
        return new Rebuild("p", State.BUILDING, List.of(names), schemas, start(Instant.now()), null);
    }

    static Start start(Instant at) {
        return new Start(at, "ada", "", false);
    }

    void insert(String key) {
        new Jdbc(jta.dataSource()).update("INSERT INTO model (k) VALUES (?)", s -> s.setString(1, key));
    }

    /** What a client sees of the tables: columns, constraints, indexes and grants. */
    List<String> shape(String schema) {
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

    List<String> schemas() {
        return column("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'headrace%'");
    }

    long waiting() {
        return Long.parseLong(
                column("SELECT count(*) FROM pg_locks WHERE NOT granted").get(0));
    }

    List<String> keys(String table) {
        return keys(table, APP);
    }

    List<String> keys(String table, String role) {
        return column("SELECT k FROM " + table + " ORDER BY k", role);
    }

    List<String> column(String sql) {
        return column(sql, OWNER);
    }

    List<String> column(String sql, String role) {
        List<String> found = new ArrayList<>();
        new Jdbc(as(role)).each(sql, s -> {}, row -> found.add(row.getString(1)));
        return found;
    }

    void asOwner(String sql) {
        as(OWNER, sql);
    }

    void asApp(String sql) {
        as(APP, sql);
    }

    void as(String role, String sql) {
        try (Connection connection = as(role).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    DataSource as(String role) {
        return database.dataSourceAs(role);
    }
}
