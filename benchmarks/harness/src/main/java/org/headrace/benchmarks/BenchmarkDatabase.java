package org.headrace.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The PostgreSQL of a run, with commits that are on disk when they return. */
public final class BenchmarkDatabase implements AutoCloseable {

    /** Where Headrace's tables are, and those of who is measured beside it. */
    static final String NAME = "postgres";

    /** Of an application that asks it nothing. */
    static final String EMPTY_NAME = "benchmark_empty";

    /** Where nobody who is measured works. */
    private static final String ASIDE = "template1";

    private static final List<String> TOLD = List.of(
            "server_version",
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "shared_buffers",
            "max_wal_size",
            "wal_compression");

    private final EmbeddedPostgres server;

    private BenchmarkDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * @param data where its files are; what is there is taken away
     * @param counting whether it is to count statements, which costs each of them something
     */
    public static BenchmarkDatabase start(Path data, boolean counting) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(true)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("max_connections", "200")
                // The wrapper switches both off.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on");
        if (counting) {
            builder.setServerConfig("shared_preload_libraries", "pg_stat_statements");
        }
        return new BenchmarkDatabase(builder.start());
    }

    public String url() {
        return url(NAME);
    }

    private String url(String name) {
        return server.getJdbcUrl("postgres", name);
    }

    int port() {
        return server.getPort();
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    /** A connection whose statements count as nobody's. */
    public Connection connectAside() throws SQLException {
        return DriverManager.getConnection(url(ASIDE));
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row. */
    public String ask(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new IllegalStateException("No row: " + sql);
            }
            return rows.getString(1);
        }
    }

    Map<String, String> settings() throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String name : TOLD) {
            settings.put(name, ask("SHOW " + name));
        }
        return settings;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
