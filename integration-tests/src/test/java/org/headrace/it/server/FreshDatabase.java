package org.headrace.it.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;

/** A PostgreSQL of its own, set up by the script that a person runs; its role logs in by password over TCP. */
public final class FreshDatabase implements AutoCloseable {

    private static final Path SCRIPTS = Places.ROOT.resolve("server-config/postgresql");

    /** With characters that the scripts' languages treat as their own. */
    private final String password = "it's=a:${secret} " + UUID.randomUUID();

    private final EmbeddedPostgres postgres;

    private FreshDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    public static FreshDatabase start() {
        Path data = Places.newDirectory("database").resolve("postgresql");
        try {
            var started = new FreshDatabase(
                    EmbeddedPostgres.builder().setDataDirectory(data).start());
            try {
                started.askForPasswords(data.resolve("pg_hba.conf"));
                started.run("create-database.sql");
                return started;
            } catch (IOException | SQLException | RuntimeException e) {
                started.close();
                throw e;
            }
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("The database was not set up", e);
        }
    }

    /** What the servers' scripts read. */
    public Map<String, String> environment() {
        return Map.of(
                "HEADRACE_DB_HOST", "127.0.0.1",
                "HEADRACE_DB_PORT", Integer.toString(postgres.getPort()),
                "HEADRACE_DB_NAME", "headrace",
                "HEADRACE_DB_USER", "headrace",
                "HEADRACE_DB_PASSWORD", password);
    }

    /** A connection as the application makes them. */
    public Connection connect() throws SQLException {
        return connect("headrace", password);
    }

    Connection connect(String user, String withPassword) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/headrace", user, withPassword);
    }

    /** Runs one of the scripts as the superuser. */
    void run(String script) throws IOException, SQLException {
        try (Connection superuser = superuser()) {
            PsqlScript.run(SCRIPTS.resolve(script), superuser, environment());
        }
    }

    Connection superuser() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    /** The embedded PostgreSQL trusts everybody; that stays so for the superuser, with whom it is watched over. */
    private void askForPasswords(Path clients) throws IOException, SQLException {
        Files.writeString(
                clients,
                """
                host all postgres 127.0.0.1/32 trust
                host all postgres ::1/128      trust
                host all all      127.0.0.1/32 scram-sha-256
                """);
        try (Connection superuser = superuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL was not stopped", e);
        }
    }
}
