package org.headrace.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The PostgreSQL that comes with Headrace, in {@code postgresql} of the data directory. What is committed is on disk:
 * {@code fsync} and {@code synchronous_commit} are on, and that is checked. It listens on 127.0.0.1 only.
 */
final class EmbeddedPostgres implements AutoCloseable {

    private static final String VERSION = "17";
    private static final String DATABASE = "headrace";
    private static final String USER = "postgres";

    private final Path binaries;
    private final Path database;
    private final Path logs;
    private final int port;

    private EmbeddedPostgres(Path binaries, Path database, Path logs, int port) {
        this.binaries = binaries;
        this.database = database;
        this.logs = logs;
        this.port = port;
    }

    /**
     * Starts it, on data that is made when there is none. The caller must own the data directory: a PostgreSQL that a
     * killed owner left behind is stopped first.
     *
     * @throws StartupFailure when it does not start, or the data is of another version
     */
    static EmbeddedPostgres start(DataDirectory directory) {
        Path binaries = directory.directory("runtime").resolve("postgresql-" + VERSION);
        var postgres = new EmbeddedPostgres(
                binaries, directory.path().resolve("postgresql"), directory.directory("logs"), freePort());
        try {
            Bundle.postgres(binaries);
            postgres.requireVersion();
            postgres.stopLeftBehind();
            postgres.initialise(directory.path().resolve("postgresql.unfinished"));
            postgres.run();
            postgres.prepare();
        } catch (IOException e) {
            throw StartupFailure.failure("PostgreSQL cannot be started: " + e.getMessage(), e);
        } catch (StartupFailure e) {
            postgres.close();
            throw e;
        }
        return postgres;
    }

    String url() {
        return url(DATABASE);
    }

    static String user() {
        return USER;
    }

    int port() {
        return port;
    }

    /** Lets transactions be rolled back and what is committed be written out, and waits for it. */
    @Override
    public void close() {
        if (PostmasterFile.in(database).owner().isPresent()) {
            control("fast", "stop");
        }
    }

    private String url(String name) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
    }

    private void requireVersion() throws IOException {
        Path file = database.resolve("PG_VERSION");
        if (!Files.exists(database)) {
            return;
        }
        String version = Files.exists(file) ? Files.readString(file).strip() : "unknown";
        if (!version.equals(VERSION)) {
            throw StartupFailure.failure("The data in " + database + " is of PostgreSQL " + version
                    + ", and this Headrace brings PostgreSQL " + VERSION
                    + ": move it over with pg_dump, or set headrace.data-dir to another directory");
        }
    }

    private void stopLeftBehind() throws IOException {
        PostmasterFile file = PostmasterFile.in(database);
        if (file.owner().isPresent()) {
            try {
                control("fast", "stop");
            } catch (StartupFailure tooSlow) {
                control("immediate", "stop");
            }
        }
        // Whatever the file names now has nothing to do with this directory.
        file.delete();
    }

    /** In another place first, so that a kill in the middle leaves nothing that looks finished. */
    private void initialise(Path unfinished) throws IOException {
        if (Files.exists(database)) {
            return;
        }
        DataDirectory.delete(unfinished);
        Command.run(
                logs.resolve("initdb.log"),
                List.of(
                        program("initdb"),
                        "-D",
                        unfinished.toString(),
                        "-U",
                        USER,
                        "-A",
                        "trust",
                        "-E",
                        "UTF8",
                        "--locale=C"));
        Files.move(unfinished, database, StandardCopyOption.ATOMIC_MOVE);
    }

    private void run() {
        String options = "-h 127.0.0.1 -p " + port
                + " -c unix_socket_directories='' -c fsync=on -c synchronous_commit=on -c full_page_writes=on"
                + " -c max_connections=60 -c shared_buffers=128MB -c max_wal_size=2GB -c timezone=UTC";
        Command.run(
                logs.resolve("pg_ctl.log"),
                List.of(
                        program("pg_ctl"),
                        "-D",
                        database.toString(),
                        "-l",
                        logs.resolve("postgresql.log").toString(),
                        "-o",
                        options,
                        "-w",
                        "-t",
                        "100",
                        "start"));
    }

    private void prepare() {
        try (Connection connection = DriverManager.getConnection(url("postgres"), USER, "");
                Statement statement = connection.createStatement()) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                if (!ask(statement, "SHOW " + setting).equals("on")) {
                    throw StartupFailure.failure("PostgreSQL runs with " + setting
                            + " off, so that nothing is safe on disk: remove that setting from " + database);
                }
            }
            if (ask(statement, "SELECT count(*) FROM pg_database WHERE datname = '" + DATABASE + "'")
                    .equals("0")) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        } catch (SQLException e) {
            throw StartupFailure.failure("PostgreSQL has started, but does not answer: " + e.getMessage(), e);
        }
    }

    private static String ask(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private void control(String mode, String action) {
        Command.run(
                logs.resolve("pg_ctl.log"),
                List.of(program("pg_ctl"), "-D", database.toString(), "-m", mode, "-w", "-t", "60", action));
    }

    private String program(String name) {
        return binaries.resolve("bin").resolve(name).toString();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw StartupFailure.failure("No free port was found for PostgreSQL: " + e.getMessage(), e);
        }
    }
}
