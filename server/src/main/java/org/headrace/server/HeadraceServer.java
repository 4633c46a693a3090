package org.headrace.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The whole server: starts its parts in the order they need each other, and stops them in the other. */
final class HeadraceServer {

    private static final Duration DATABASE_ALLOWED = Duration.ofSeconds(10);
    private static final Duration READY_ALLOWED = Duration.ofMinutes(2);
    // never reached: nothing connects while events are kept in memory
    private static final Database NO_DATABASE = new Database("jdbc:postgresql://127.0.0.1:1/none", "none", "none");

    private final Versions versions;
    private final long began = System.nanoTime();
    private volatile @Nullable PostgresServer postgres;
    private volatile @Nullable PayaraServer payara;
    private volatile boolean ready;
    private volatile boolean stopping;

    HeadraceServer(Versions versions) {
        this.versions = versions;
    }

    /** Returns when the application is ready. @throws StartupFailure if anything stands in the way */
    void start(Settings settings) {
        ListenAddress address = new ListenAddress(settings.host(), settings.port());
        address.requireFree();
        DataDirectory data = DataDirectory.own(settings.dataDirectory());
        Console.say(Messages.starting(versions, settings, address));
        try {
            Path logs = data.logs();
            Database database = database(settings, data, logs);
            PayaraServer server = new PayaraServer(data.runtime(), logs);
            payara = server;
            server.start(settings, database, versions.payara());
            server.deploy(Resources.extract("headrace-war.war", data.runtime().resolve("headrace.war")));
        } catch (IOException refused) {
            throw StartupFailure.because(
                    "The data directory " + settings.dataDirectory() + " cannot be written: "
                            + StartupFailure.reason(refused),
                    refused);
        }
        new ReadyCheck(URI.create(address.url()), READY_ALLOWED).await();
        ready = true;
        Console.say(Messages.ready(address.url(), Duration.ofNanos(System.nanoTime() - began), settings.open()));
    }

    /** Says why the server does not start, unless it was told to stop meanwhile. */
    void giveUp(StartupFailure failure) {
        if (!stopping) {
            Console.complain("Headrace does not start: " + failure.line());
        }
    }

    /** Stops what was started; called once, at the end of the process, whichever way it ends. */
    void stop() {
        stopping = true;
        PayaraServer server = payara;
        if (server != null) {
            server.stop();
        }
        PostgresServer database = postgres;
        if (database != null) {
            try {
                database.stop();
            } catch (StartupFailure stillRunning) {
                Console.complain("PostgreSQL did not stop: " + stillRunning.line());
            }
        }
        if (ready) {
            Console.say("Headrace stopped");
        }
    }

    private Database database(Settings settings, DataDirectory data, Path logs) {
        Database own = settings.database();
        if (settings.store() == Store.MEMORY) {
            return own == null ? NO_DATABASE : own;
        }
        if (own != null) {
            new DatabaseCheck(DATABASE_ALLOWED).check(own);
            return own;
        }
        PostgresBinaries binaries = PostgresBinaries.in(data.runtime(), versions.postgresql());
        PostgresServer server = new PostgresServer(data.postgresql(), binaries, logs.resolve("postgresql.log"));
        postgres = server;
        return server.start(versions.postgresqlMajor());
    }
}
