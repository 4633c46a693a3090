package org.headrace.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.awaitility.Awaitility;
import org.headrace.persistence.schema.LiquibaseSchema.Changelog;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiquibaseSchemaTest {

    private EmbeddedDatabase database;

    @BeforeEach
    void open() {
        database = EmbeddedDatabase.empty();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void checkpointsHaveExactlyTheColumnsThatToolsRelyOn() throws Exception {
        schema(false).prepare();

        assertThat(
                        rows(
                                """
                        SELECT column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '-')
                        FROM information_schema.columns WHERE table_name = 'projection_checkpoints'
                        ORDER BY ordinal_position LIMIT 7
                        """))
                .containsExactly(
                        "projection_name text NO -",
                        "stream_name text NO -",
                        "last_processed_offset bigint NO '-1'::integer",
                        "last_updated timestamp with time zone NO now()",
                        "events_processed bigint NO 0",
                        "last_error text YES -",
                        "last_error_at timestamp with time zone YES -");
        assertThat(
                        rows(
                                """
                        SELECT c.conname || ': ' || pg_get_constraintdef(c.oid) FROM pg_constraint c
                        WHERE c.conrelid = 'projection_checkpoints'::regclass AND c.contype = 'p'
                        """))
                .containsExactly("pk_projection_checkpoints: PRIMARY KEY (projection_name, stream_name)");
    }

    @Test
    void sagaStatesHaveExactlyTheColumnsThatToolsRelyOn() throws Exception {
        schema(false).prepare();

        assertThat(
                        rows(
                                """
                        SELECT column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '-')
                        FROM information_schema.columns WHERE table_name = 'saga_states'
                        ORDER BY ordinal_position LIMIT 12
                        """))
                .containsExactly(
                        "saga_id text NO -",
                        "correlation_id text NO -",
                        "saga_name text NO -",
                        "state integer NO -",
                        "current_step integer NO -",
                        "total_steps integer NO -",
                        "completed_steps jsonb NO '[]'::jsonb",
                        "data jsonb NO '{}'::jsonb",
                        "started_at timestamp with time zone NO now()",
                        "last_updated timestamp with time zone NO now()",
                        "completed_at timestamp with time zone YES -",
                        "error_message text YES -");
        assertThat(
                        rows(
                                """
                        SELECT regexp_replace(indexdef, '^CREATE (.*)INDEX (.*) ON public.saga_states USING btree', '\\1\\2')
                        FROM pg_indexes WHERE tablename = 'saga_states' ORDER BY indexname
                        """))
                .containsExactly(
                        "idx_saga_states_correlation_id (correlation_id)",
                        "idx_saga_states_name_newest (saga_name, started_at DESC, saga_id)",
                        "idx_saga_states_newest (started_at DESC, saga_id)",
                        "idx_saga_states_state (state)",
                        "UNIQUE pk_saga_states (saga_id)",
                        "UNIQUE uq_saga_states_business_key (saga_name, business_key) WHERE (business_key IS NOT NULL)");
    }

    @Test
    void aToolThatKnowsOnlyItsOwnColumnsCanWriteASagaState() throws Exception {
        schema(false).prepare();
        database.execute(
                "INSERT INTO saga_states (saga_id, correlation_id, saga_name, state, current_step, total_steps)"
                        + " VALUES ('s', 'c', 'n', 0, 0, 3)");

        assertThat(rows("SELECT completed_steps::text || data::text FROM saga_states"))
                .containsExactly("[]{}");
    }

    @Test
    void noEventsPositionComesFromASequence() throws Exception {
        schema(false).prepare();

        assertThat(
                        rows(
                                """
                        SELECT column_name FROM information_schema.columns
                        WHERE table_name = 'events' AND (is_identity = 'YES' OR column_default LIKE 'nextval%')
                        """))
                .isEmpty();
        assertThat(
                        rows(
                                "SELECT data_type FROM information_schema.columns WHERE table_name = 'events' AND column_name = 'data'"))
                .containsExactly("json");
    }

    /** How many the master includes, each file being one. */
    private static int changes() throws IOException {
        try (InputStream master =
                Objects.requireNonNull(Changelog.HEADRACE.loader().getResourceAsStream(Changelog.HEADRACE.path()))) {
            String text = new String(master.readAllBytes(), StandardCharsets.UTF_8);
            return (int) text.lines().filter(line -> line.contains("<include ")).count();
        }
    }

    @Test
    void preparingAgainChangesNothing() throws Exception {
        schema(false).prepare();
        List<String> before = rows("SELECT id || dateexecuted FROM databasechangelog ORDER BY orderexecuted");

        schema(false).prepare();

        assertThat(before).hasSize(changes());
        assertThat(rows("SELECT id || dateexecuted FROM databasechangelog ORDER BY orderexecuted"))
                .isEqualTo(before);
    }

    @Test
    void everyChangeCanBeRolledBack() throws Exception {
        schema(false).prepare();

        try (Connection connection = database.dataSource().getConnection();
                var liquibase = new Liquibase(
                        Changelog.HEADRACE.path(),
                        new ClassLoaderResourceAccessor(Changelog.HEADRACE.loader()),
                        new JdbcConnection(connection))) {
            liquibase.rollback(changes(), new Contexts(), new LabelExpression());
        }

        assertThat(rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"))
                .containsExactlyInAnyOrder("databasechangelog", "databasechangeloglock");
        schema(false).prepare();
        assertThat(rows("SELECT id FROM databasechangelog")).hasSize(changes());
    }

    @Test
    void nodesThatStartAtOnceMigrateOnce() throws Exception {
        Concurrently.all(4, i -> () -> {
            schema(false).prepare();
            return i;
        });

        assertThat(rows("SELECT id FROM databasechangelog")).hasSize(changes());
    }

    @Test
    void aNodeWaitsForTheOneThatMigrates() throws Exception {
        String waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database ="
                + " (SELECT oid FROM pg_database WHERE datname = current_database())";
        try (Connection migrating = database.dataSource().getConnection();
                Statement statement = migrating.createStatement();
                var others = new Concurrently()) {
            statement.execute("SELECT pg_advisory_lock(" + 0x6865616472616365L + ")");
            Future<Boolean> other = others.start(() -> {
                schema(false).prepare();
                return true;
            });
            Awaitility.await().until(() -> rows(waiting).equals(List.of("1")));
            assertThat(rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"))
                    .isEmpty();

            statement.execute("SELECT pg_advisory_unlock(" + 0x6865616472616365L + ")");

            assertThat(Concurrently.await(other)).isTrue();
        }
        assertThat(rows("SELECT id FROM databasechangelog")).hasSize(changes());
    }

    @Test
    void aLockLeftByAKilledNodeDoesNotBlock() throws Exception {
        schema(false).prepare();
        database.execute("DROP TABLE projection_run_states");
        database.execute("DELETE FROM databasechangelog WHERE id = '004-create-projection-run-states'");
        database.execute("DELETE FROM databasechangeloglock");
        database.execute("INSERT INTO databasechangeloglock VALUES (1, true, now(), 'a killed node')");

        schema(false).prepare();

        assertThat(rows("SELECT id FROM databasechangelog")).hasSize(changes());
    }

    @Test
    void validationNamesTheChangeThatIsMissingAndAppliesNothing() throws Exception {
        schema(false).prepare();
        schema(true).prepare();
        database.execute("DROP TABLE projection_run_states");
        database.execute("DELETE FROM databasechangelog WHERE id = '004-create-projection-run-states'");

        assertThatThrownBy(() -> schema(true).prepare())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("004-create-projection-run-states")
                .hasMessageContaining("headrace.schema");

        assertThat(rows("SELECT table_name FROM information_schema.tables WHERE table_name = 'projection_run_states'"))
                .isEmpty();
    }

    @Test
    void validationOfAnEmptyDatabaseNamesEveryChangeAndMakesNothing() throws Exception {
        assertThatThrownBy(() -> schema(true).prepare())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("001-create-streams")
                .hasMessageContaining("085-find-streams-by-prefix");

        assertThat(rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"))
                .isEmpty();
    }

    @Test
    void validationNeedsNoMoreThanToRead() throws Exception {
        String reader = "schema_reader";
        database.execute(
                "DO $$ BEGIN CREATE ROLE " + reader + " LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        schema(false).prepare();
        database.execute("GRANT SELECT ON databasechangelog, databasechangeloglock TO " + reader);
        var asReader = new LiquibaseSchema(database.dataSourceAs(reader), List.of(Changelog.HEADRACE), true);

        asReader.prepare();

        database.execute("DELETE FROM databasechangelog WHERE id = '004-create-projection-run-states'");
        assertThatThrownBy(asReader::prepare).hasMessageContaining("004-create-projection-run-states");
    }

    @Test
    void aDatabaseThatIsGoneIsNotReachable() {
        LiquibaseSchema schema = schema(false);
        assertThat(schema.isReachable()).isTrue();

        database.close();

        assertThat(schema.isReachable()).isFalse();
    }

    private LiquibaseSchema schema(boolean onlyValidate) {
        return new LiquibaseSchema(database.dataSource(), List.of(Changelog.HEADRACE), onlyValidate);
    }

    private List<String> rows(String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }
}
