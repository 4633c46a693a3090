package org.headrace.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The PostgreSQL that comes with the server: on the loopback address, at a free port, with every commit on disk before
 * it is acknowledged. Not safe for use by several threads except {@link #stop}, which waits for a start under way.
 */
final class PostgresServer {

    private static final Duration START_ALLOWED = Duration.ofMinutes(5);
    private static final Duration STOP_ALLOWED = Duration.ofSeconds(70);
    private static final Duration SESSIONS_END_ALLOWED = Duration.ofSeconds(20);
    private static final int ATTEMPTS = 3;

    private final PostgresCluster cluster;
    private final PostgresCommand command;
    private final Path log;
    private boolean running;
    private boolean stopped;

    PostgresServer(Path directory, PostgresBinaries binaries, Path log) {
        this.command = new PostgresCommand(binaries);
        this.cluster = new PostgresCluster(directory, command);
        this.log = log;
    }

    /**
     * Starts it, after stopping one that a killed server left behind.
     *
     * @param major the major version of the programs at hand
     * @throws StartupFailure if it does not start, or does not keep what it acknowledges
     */
    synchronized Database start(String major) {
        try {
            cluster.prepare(major);
            stopLeftBehind();
            Database administration = startAtFreePort();
            return prepare(administration);
        } catch (IOException refused) {
            throw StartupFailure.because(
                    "PostgreSQL cannot be started in " + cluster.directory() + ": " + StartupFailure.reason(refused),
                    refused);
        }
    }

    /** Stops it: open transactions are rolled back, what was committed is kept. No-op if it does not run. */
    synchronized void stop() {
        stopped = true;
        if (running) {
            pgCtlStop();
            running = false;
        }
    }

    private void stopLeftBehind() throws IOException {
        LeftBehindPostgres leftBehind = new LeftBehindPostgres(cluster.directory());
        Optional<Long> pid = leftBehind.find();
        if (pid.isPresent()) {
            Console.say("Stopping the PostgreSQL that an earlier run left behind (process " + pid.get() + ")");
            try {
                pgCtlStop();
            } catch (StartupFailure failure) {
                // it may have been killed meanwhile, which leaves its file behind and pg_ctl waiting for it to go
                if (leftBehind.find().isPresent()) {
                    throw failure;
                }
            }
        }
        awaitSessionsEnd(leftBehind);
        leftBehind.forget();
    }

    private void awaitSessionsEnd(LeftBehindPostgres leftBehind) throws IOException {
        long deadline = System.nanoTime() + SESSIONS_END_ALLOWED.toNanos();
        while (leftBehind.sessionsLinger()) {
            if (System.nanoTime() > deadline) {
                throw StartupFailure.because("Sessions of an earlier PostgreSQL still work in " + cluster.directory()
                        + ": end them, or wait for them to end");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private void pgCtlStop() {
        command.run(
                STOP_ALLOWED, "pg_ctl", "-D", cluster.directory().toString(), "-m", "fast", "-w", "-t", "60", "stop");
    }

    private Database startAtFreePort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            if (stopped) {
                throw StartupFailure.because("Stopped while starting");
            }
            int port = freePort();
            try {
                start(port);
                running = true;
                return new Database(
                        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", PostgresCluster.USER, cluster.password());
            } catch (StartupFailure taken) {
                // the port may have been taken in between, or backends of a killed postmaster be about to end
                if (attempt == ATTEMPTS) {
                    throw StartupFailure.because(taken.line() + " (see " + log + ")", taken);
                }
            }
        }
    }

    private void start(int port) {
        // given on the command line, these win over every configuration file
        String options = "-p " + port
                + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
                + " -c fsync=on -c synchronous_commit=on -c full_page_writes=on -c max_connections=60";
        command.run(
                START_ALLOWED,
                "pg_ctl",
                "-D",
                cluster.directory().toString(),
                "-l",
                log.toString(),
                "-o",
                options,
                "-w",
                "-t",
                "240",
                "start");
    }

    private Database prepare(Database administration) {
        try (Connection connection = DriverManager.getConnection(
                        administration.url(), administration.user(), administration.password());
                Statement statement = connection.createStatement()) {
            for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
                requireOn(statement, setting);
            }
            boolean exists;
            try (ResultSet rows = statement.executeQuery("select 1 from pg_database where datname = 'headrace'")) {
                exists = rows.next();
            }
            if (!exists) {
                statement.executeUpdate("create database headrace");
            }
        } catch (SQLException refused) {
            throw StartupFailure.because(
                    "PostgreSQL runs but does not answer: " + StartupFailure.reason(refused) + " (see " + log + ")",
                    refused);
        }
        return new Database(
                administration.url().replaceFirst("/postgres$", "/headrace"),
                administration.user(),
                administration.password());
    }

    private static void requireOn(Statement statement, String setting) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select current_setting('" + setting + "')")) {
            rows.next();
            if (!"on".equals(rows.getString(1))) {
                throw StartupFailure.because("PostgreSQL runs with " + setting + "=" + rows.getString(1)
                        + " and might lose what it acknowledged: remove that setting from its configuration");
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
