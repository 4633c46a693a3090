package org.headrace.persistence.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.headrace.persistence.schema.LiquibaseSchema;
import org.headrace.persistence.schema.LiquibaseSchema.Changelog;

/**
 * A database of its own on the one PostgreSQL server of this JVM, which starts with the first database and ends with the
 * JVM. Its data is below {@code target/} and not safe on disk.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final String TEMPLATE = "headrace_template";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name;

    private EmbeddedDatabase(String name) {
        this.name = name;
    }

    /** With Headrace's tables, as a copy of a template that was migrated once. */
    public static EmbeddedDatabase migrated() {
        return create(Template.NAME);
    }

    /** Without any tables. */
    public static EmbeddedDatabase empty() {
        return create("template0");
    }

    private static EmbeddedDatabase create(String template) {
        String name = "test_" + NUMBER.incrementAndGet();
        onServer("CREATE DATABASE " + name + " TEMPLATE " + template);
        return new EmbeddedDatabase(name);
    }

    public String name() {
        return name;
    }

    public String jdbcUrl() {
        return Server.INSTANCE.getJdbcUrl("postgres", name);
    }

    /** Opens a connection at each call; knows no JTA. */
    public DataSource dataSource() {
        return dataSource(name);
    }

    /** As another role than the superuser. */
    public DataSource dataSourceAs(String role) {
        return Server.INSTANCE.getDatabase(role, name);
    }

    /** Runs a statement, committed at once. */
    public void execute(String sql) {
        execute(name, sql);
    }

    /** A copy of it as it is now, as a backup is. Ends all connections to this one, since PostgreSQL demands that. */
    public EmbeddedDatabase backup() {
        disconnect();
        return create(name);
    }

    /** Puts a backup in its place, under its name, as a restore does. Whoever is connected is cut off. */
    public void restore(EmbeddedDatabase backup) {
        close();
        onServer("ALTER DATABASE " + backup.name + " RENAME TO " + name);
    }

    private void disconnect() {
        onServer("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
        onServer("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '" + name + "'");
        onServer("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
    }

    /** Ends all connections and drops the database. */
    @Override
    public void close() {
        onServer("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    private static DataSource dataSource(String database) {
        return Server.INSTANCE.getDatabase("postgres", database);
    }

    private static void onServer(String sql) {
        execute("postgres", sql);
    }

    private static void execute(String database, String sql) {
        try (Connection connection = dataSource(database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + " failed: " + e.getMessage(), e);
        }
    }

    /** Started by its first use. */
    private static final class Server {

        private static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            Path parent = Path.of("target", "postgres").toAbsolutePath();
            try {
                Files.createDirectories(parent);
                return EmbeddedPostgres.builder()
                        .setDataDirectory(Files.createTempDirectory(parent, "data"))
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("full_page_writes", "off")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Migrated by its first use. */
    private static final class Template {

        private static final String NAME = migrate();

        private static String migrate() {
            onServer("CREATE DATABASE " + TEMPLATE + " TEMPLATE template0");
            new LiquibaseSchema(dataSource(TEMPLATE), List.of(Changelog.HEADRACE), false).prepare();
            return TEMPLATE;
        }
    }
}
