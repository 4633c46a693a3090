package org.headrace.it.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the scripts make of a PostgreSQL as it is installed, and that each undo leaves it as it was. */
class PostgresScriptsIT {

    /** All that the scripts can change outside of Headrace's database. */
    private static final String CLUSTER =
            """
            SELECT 'role ' || rolname FROM pg_roles
            UNION ALL SELECT 'database ' || datname FROM pg_database
            UNION ALL SELECT 'setting ' || concat_ws(' ', setdatabase, setrole, setconfig) FROM pg_db_role_setting
            UNION ALL SELECT 'file ' || name || ' ' || setting FROM pg_file_settings WHERE sourcefile LIKE '%auto.conf'
            ORDER BY 1
            """;

    private static final String GRANTS =
            """
            SELECT concat_ws(' ', table_name, privilege_type) FROM information_schema.role_table_grants
            WHERE grantee = 'headrace' AND table_schema = 'public' ORDER BY 1
            """;

    private static FreshDatabase database;
    private static DatabaseSetUp setUp;
    private static List<String> installed;

    @BeforeAll
    static void setUp() throws Exception {
        database = FreshDatabase.empty();
        setUp = database.setUp();
        installed = cluster();
        setUp.run();
    }

    @AfterAll
    static void dropAndStop() throws Exception {
        try {
            setUp.superuser("drop-database.sql", "postgres");
            assertThat(cluster()).as("after drop-database.sql").isEqualTo(installed);
        } finally {
            database.close();
        }
    }

    @Test
    void neitherRoleIsMoreThanItMustBe() throws Exception {
        try (Connection superuser = setUp.superuser()) {
            assertThat(rows(
                            superuser,
                            "SELECT rolname FROM pg_roles WHERE rolname LIKE 'headrace%' AND NOT (rolsuper OR rolcreatedb"
                                    + " OR rolcreaterole OR rolreplication OR rolbypassrls) ORDER BY 1"))
                    .containsExactly("headrace", "headrace_owner");
            assertThat(
                            rows(
                                    superuser,
                                    "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"
                                            + " UNION SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'headrace'"
                                            + " UNION SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'public'"))
                    .containsExactly("headrace_owner");
        }
    }

    @Test
    void theApplicationReadsAndWritesRowsAndNothingElse() throws Exception {
        try (Connection application = setUp.application()) {
            for (String refused : List.of(
                    "CREATE TABLE t (n INT)",
                    "CREATE TEMPORARY TABLE t (n INT)",
                    "CREATE SCHEMA s",
                    "DROP TABLE streams",
                    "ALTER TABLE streams ADD COLUMN n INT",
                    "TRUNCATE events",
                    "UPDATE events SET data = '1'",
                    "DELETE FROM streams",
                    "DELETE FROM events_archive",
                    "UPDATE operator_actions SET reason = ''",
                    "DELETE FROM saga_step_log",
                    "UPDATE server_secrets SET secret = NULL",
                    "UPDATE databasechangeloglock SET locked = true",
                    "DELETE FROM databasechangelog",
                    "SET ROLE headrace_owner")) {
                assertThatThrownBy(() -> execute(application, refused))
                        .as(refused)
                        .isInstanceOf(SQLException.class)
                        .hasMessageMatching("(?s).*(permission denied|must be owner).*");
            }
            assertThatCode(() -> execute(application, "SELECT nextval('saga_fences')"))
                    .doesNotThrowAnyException();
        }
    }

    /** One that a later release or a user's module brings, after the scripts. */
    @Test
    void whatTheOwnerMakesLaterTheApplicationMayUse() throws Exception {
        try (Connection owner = setUp.owner();
                Connection application = setUp.application()) {
            execute(owner, "CREATE TABLE later (n INT GENERATED ALWAYS AS IDENTITY, k TEXT)");
            execute(application, "INSERT INTO later (k) VALUES ('a')");
            execute(application, "UPDATE later SET k = 'b'");
            assertThat(rows(application, "DELETE FROM later RETURNING k || n")).containsExactly("b1");
            execute(owner, "DROP TABLE later");
        }
    }

    /** On the day when they are needed is no time to mend them. */
    @Test
    void theQueriesForOperatorsAreTaken() throws Exception {
        List<String> queries = Guide.queriesOf("docs/guide/operations.md");

        assertThat(queries).hasSizeGreaterThan(5);
        try (Connection superuser = setUp.superuser()) {
            for (String query : queries) {
                execute(superuser, query);
            }
        }
    }

    @Test
    void othersAreNotLetIn() throws Exception {
        try (Connection superuser = setUp.superuser()) {
            assertThat(rows(superuser, "SELECT has_database_privilege('pg_monitor', 'headrace', 'CONNECT')"))
                    .containsExactly("f");
            assertThat(rows(superuser, "SELECT has_schema_privilege('pg_monitor', 'public', 'USAGE')"))
                    .containsExactly("f");
        }
    }

    @Test
    void theRestrictionsCanBeUndone() throws Exception {
        try (Connection owner = setUp.owner()) {
            List<String> restricted = rows(owner, GRANTS);
            setUp.owner("unrestrict.sql");
            List<String> all = rows(owner, GRANTS);
            List<String> unrestricted = rows(
                    owner,
                    "SELECT concat_ws(' ', tablename, p) FROM pg_tables, unnest(ARRAY['DELETE', 'INSERT', 'SELECT', 'UPDATE'])"
                            + " p WHERE schemaname = 'public' ORDER BY 1");
            setUp.owner("restrict.sql");

            assertThat(all).isEqualTo(unrestricted);
            assertThat(rows(owner, GRANTS)).isEqualTo(restricted).hasSizeLessThan(all.size());
        }
    }

    @Test
    void theSettingsHoldForTheApplicationAndCanBeUndone() throws Exception {
        List<String> before = cluster();
        String changed =
                """
                SELECT name || ' ' || current_setting(name) FROM pg_settings
                WHERE name IN ('synchronous_commit', 'tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count',
                               'client_connection_check_interval', 'log_min_duration_statement', 'log_parameter_max_length',
                               'log_lock_waits', 'max_wal_size')
                ORDER BY 1
                """;
        List<String> usual = asTheApplication(changed);

        setUp.superuser("settings.sql", "postgres");

        Awaitility.await("the cluster's setting is taken up")
                .atMost(Duration.ofSeconds(30))
                .until(() -> asTheApplication(changed).contains("max_wal_size 4GB"));
        assertThat(asTheApplication(changed))
                .containsExactly(
                        "client_connection_check_interval 10s",
                        "log_lock_waits on",
                        "log_min_duration_statement 1s",
                        "log_parameter_max_length 0",
                        "max_wal_size 4GB",
                        "synchronous_commit on",
                        "tcp_keepalives_count 3",
                        "tcp_keepalives_idle 30",
                        "tcp_keepalives_interval 10");

        setUp.superuser("undo-settings.sql", "postgres");

        assertThat(cluster()).isEqualTo(before);
        Awaitility.await("the cluster's setting is given up")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(asTheApplication(changed)).isEqualTo(usual));
    }

    private static List<String> asTheApplication(String query) throws SQLException {
        try (Connection application = setUp.application()) {
            return rows(application, query);
        }
    }

    private static List<String> cluster() throws SQLException {
        try (Connection superuser = setUp.connect("postgres", "postgres")) {
            return rows(superuser, CLUSTER);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> rows(Connection connection, String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }
}
