package org.headrace.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.headrace.it.server.DatabaseSetUp;
import org.headrace.it.server.Places;

/**
 * The one PostgreSQL of a cluster: with its data below {@code target/}, on a port that stays, with commits that are on
 * disk, and set up by the script that a person runs. It can be stopped without warning and started again.
 */
final class ClusterDatabase implements AutoCloseable {

    private static final Duration TO_BE_SEEN = Duration.ofSeconds(20);

    private final PostgresPrograms programs = PostgresPrograms.unpacked();
    private final Path directory = Places.newDirectory("cluster-database");
    private final Path data = directory.resolve("data");
    private final int port = Places.freePort();
    private final DatabaseSetUp setUp = new DatabaseSetUp(port, "");

    private ClusterDatabase() {}

    static ClusterDatabase start() {
        var database = new ClusterDatabase();
        // It has a session of its own, and would outlive a run that is broken off.
        Runtime.getRuntime().addShutdownHook(new Thread(database::close));
        database.programs.run(
                "initdb",
                "--pgdata=" + database.data,
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C");
        database.startAgain();
        try {
            Files.writeString(
                    database.data.resolve("pg_hba.conf"),
                    """
                    host all postgres 127.0.0.1/32 trust
                    host all all      127.0.0.1/32 scram-sha-256
                    """);
            try (Connection superuser = database.superuser("postgres");
                    Statement statement = superuser.createStatement()) {
                statement.execute("SELECT pg_reload_conf()");
            }
            database.setUp.run();
            return database;
        } catch (IOException e) {
            database.close();
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            database.close();
            throw new IllegalStateException("The database was not set up", e);
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    /** What a node logs in as: the application's role, which owns nothing. */
    String user() {
        return setUp.environment().get("HEADRACE_DB_USER");
    }

    String password() {
        return setUp.environment().get("HEADRACE_DB_PASSWORD");
    }

    /** What is looked up and held up beside the nodes; seen as {@code test} in {@code pg_stat_activity}. */
    Connection connect() throws SQLException {
        return superuser("headrace");
    }

    void startAgain() {
        programs.run(
                "pg_ctl",
                "-D",
                data.toString(),
                "-l",
                directory.resolve("postgresql.log").toString(),
                "-o",
                "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=on"
                        + " -c synchronous_commit=on -c full_page_writes=on -c max_connections=100",
                "-w",
                "-t",
                "120",
                "start");
    }

    void startIfStopped() {
        if (refusesConnections()) {
            startAgain();
        }
    }

    /** As after a loss of power: every session is cut off whatever it is doing, and the next start recovers. */
    void stopImmediately() {
        long postmaster = postmaster();
        programs.run("pg_ctl", "-D", data.toString(), "-m", "immediate", "-w", "-t", "60", "stop");
        Awaitility.await("the postmaster is gone").atMost(TO_BE_SEEN).until(() -> ProcessHandle.of(postmaster)
                .isEmpty());
        assertThat(refusesConnections()).as("PostgreSQL refuses connections").isTrue();
    }

    /** Ends sessions of a node, or of all nodes when its name is null, whatever they are doing. How many there were. */
    int terminateBackends(String node, int atMost) throws SQLException {
        String sql =
                """
                SELECT count(*) FILTER (WHERE pg_terminate_backend(pid))
                FROM (SELECT pid FROM pg_stat_activity
                      WHERE datname = 'headrace' AND application_name LIKE 'node-%' AND application_name LIKE ?
                      ORDER BY random() LIMIT ?) AS backends
                """;
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, node == null ? "%" : node);
            statement.setInt(2, atMost);
            return (int) number(statement);
        }
    }

    /** How many sessions of a node wait for a lock that another holds. */
    long waitingForLocks(String node) throws SQLException {
        return count("application_name = ? AND wait_event_type = 'Lock'", node);
    }

    /** How many sessions of a node are in the midst of a transaction, and nobody is telling them to go on. */
    long idleInTransaction(String node) throws SQLException {
        return count("application_name = ? AND state = 'idle in transaction'", node);
    }

    private long count(String condition, String node) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT count(*) FROM pg_stat_activity WHERE " + condition)) {
            statement.setString(1, node);
            return number(statement);
        }
    }

    private static long number(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private boolean refusesConnections() {
        try (Connection connection = connect()) {
            return connection.isClosed();
        } catch (SQLException e) {
            return "08001".equals(e.getSQLState());
        }
    }

    private long postmaster() {
        try {
            return Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?ApplicationName=test", "postgres", "");
    }

    @Override
    public void close() {
        if (Files.exists(data.resolve("postmaster.pid"))) {
            programs.run("pg_ctl", "-D", data.toString(), "-m", "immediate", "-w", "-t", "60", "stop");
        }
    }
}
