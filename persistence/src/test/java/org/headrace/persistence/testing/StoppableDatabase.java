package org.headrace.persistence.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.headrace.persistence.schema.LiquibaseSchema;
import org.headrace.persistence.schema.LiquibaseSchema.Changelog;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of its own, with Headrace's tables, that can be stopped and started again: on the same port, with
 * its data, and with commits that wait for the log to be written.
 */
public final class StoppableDatabase implements AutoCloseable {

    private final Path directory;
    private final int port;
    private final DataSource dataSource;
    private @Nullable EmbeddedPostgres server;

    private StoppableDatabase(Path directory) {
        this.directory = directory;
        EmbeddedPostgres first = start(directory, 0);
        this.port = first.getPort();
        this.dataSource = first.getPostgresDatabase();
        this.server = first;
    }

    public static StoppableDatabase migrated() {
        Path parent = Path.of("target", "postgres").toAbsolutePath();
        try {
            Files.createDirectories(parent);
            var database = new StoppableDatabase(Files.createTempDirectory(parent, "stoppable"));
            new LiquibaseSchema(database.dataSource(), List.of(Changelog.HEADRACE), false).prepare();
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres";
    }

    /** Opens a connection at each call; knows no JTA. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Ends the server, its sessions cut off whatever they are doing. Returns when its processes are gone. */
    public void stop() {
        EmbeddedPostgres running = Objects.requireNonNull(server, "it is stopped already");
        server = null;
        try {
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void start() {
        if (server != null) {
            throw new IllegalStateException("It runs already");
        }
        server = start(directory, port);
    }

    /** Whether nobody listens, seen by trying. */
    public boolean refusesConnections() {
        try (Connection connection = dataSource().getConnection()) {
            return connection.isClosed();
        } catch (SQLException e) {
            return "08001".equals(e.getSQLState());
        }
    }

    @Override
    public void close() {
        if (server != null) {
            stop();
        }
    }

    private static EmbeddedPostgres start(Path directory, int port) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("max_connections", "100")
                .setServerConfig("synchronous_commit", "on");
        try {
            return (port == 0 ? builder : builder.setPort(port)).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
