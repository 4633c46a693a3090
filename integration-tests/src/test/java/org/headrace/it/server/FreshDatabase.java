package org.headrace.it.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A PostgreSQL of its own, set up as a person sets it up; the application's role logs in by password over TCP. */
public final class FreshDatabase implements AutoCloseable {

    /** Characters that the scripts' languages treat as their own. */
    private static final String ODD = "it's=a:${secret} ";

    private final EmbeddedPostgres postgres;
    private final DatabaseSetUp setUp;

    private FreshDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        this.setUp = new DatabaseSetUp(postgres.getPort(), ODD);
    }

    public static FreshDatabase start() {
        FreshDatabase started = empty();
        try {
            started.setUp.run();
            return started;
        } catch (RuntimeException | Error e) {
            started.close();
            throw e;
        }
    }

    /** As PostgreSQL is installed, before any script. */
    static FreshDatabase empty() {
        Path data = Places.newDirectory("database").resolve("postgresql");
        try {
            var started = new FreshDatabase(
                    EmbeddedPostgres.builder().setDataDirectory(data).start());
            try {
                started.askForPasswords(data.resolve("pg_hba.conf"));
                return started;
            } catch (IOException | SQLException | RuntimeException e) {
                started.close();
                throw e;
            }
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("The database was not started", e);
        }
    }

    DatabaseSetUp setUp() {
        return setUp;
    }

    /** What the servers' scripts read. */
    public Map<String, String> environment() {
        return setUp.environment();
    }

    /** A connection as the application makes them. */
    public Connection connect() throws SQLException {
        return setUp.application();
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
        try (Connection superuser = postgres.getPostgresDatabase().getConnection();
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
