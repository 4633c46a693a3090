package org.headrace.server;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Starts Headrace and stops it in order. The main class of the runnable jar. */
public final class Launcher {

    private static final PrintStream OUT = System.out;

    /** What has been started, the newest first. */
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private boolean ready;

    private Launcher() {}

    /** Exits with 0 after a stop, {@value StartupFailure#FAILURE} when it cannot start, {@value StartupFailure#USAGE} for a wrong setting. */
    public static void main(String[] arguments) {
        List<String> words = Arrays.asList(arguments);
        if (words.contains("--help") || words.contains("-h")) {
            Help.print(OUT);
            return;
        }
        var launcher = new Launcher();
        try {
            var sources = new Settings.Sources(System.getProperties(), System.getenv(), Path.of(""));
            launcher.start(Settings.resolve(words, sources));
        } catch (StartupFailure e) {
            launcher.stop();
            System.err.println("Headrace cannot start: " + e.line());
            Runtime.getRuntime().halt(e.exitCode());
        }
    }

    private void start(Settings settings) {
        long begun = System.nanoTime();
        requireFreePort(settings);
        DataDirectory directory = DataDirectory.own(settings.dataDirectory());
        begin(directory);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "headrace-stop"));
        useTemporaryDirectory(directory);
        publish(settings, directory);
        if (settings.isOpen()) {
            OUT.println("Headrace is in open mode: whoever reaches " + settings.host() + ":" + settings.port()
                    + " may do everything. Not for production; see headrace.security.");
        }
        begin(PayaraServer.start(directory, settings));
        Readiness.await(settings, Duration.ofSeconds(60));
        double seconds = (System.nanoTime() - begun) / 1e9;
        OUT.printf(Locale.ROOT, "%nHeadrace is ready at http://localhost:%d (%.1f s)%n%n", settings.port(), seconds);
        Help.tryThis(OUT, settings.port());
        synchronized (this) {
            ready = true;
        }
    }

    /** The settings for the application, and where its data source points. */
    private void publish(Settings settings, DataDirectory directory) {
        for (Setting setting : Setting.values()) {
            if (!settings.get(setting).isEmpty()) {
                System.setProperty(setting.key(), settings.get(setting));
            }
        }
        String url = "jdbc:postgresql://127.0.0.1:1/none";
        String user = "none";
        String password = "none";
        if (!settings.isInMemory() && settings.hasDatabase()) {
            GivenDatabase.requireAnswer(settings);
            url = settings.get(Setting.JDBC_URL);
            user = settings.get(Setting.JDBC_USER);
            password = settings.get(Setting.JDBC_PASSWORD);
        } else if (!settings.isInMemory()) {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(directory);
            begin(postgres);
            url = postgres.url();
            user = EmbeddedPostgres.user();
        }
        System.setProperty("headrace.pool.url", url);
        System.setProperty("headrace.pool.user", user);
        System.setProperty("headrace.pool.password", password);
    }

    /** What a kill leaves of temporary files is swept away by the next start. */
    private static void useTemporaryDirectory(DataDirectory directory) {
        try {
            DataDirectory.delete(directory.path().resolve("tmp"));
            System.setProperty("java.io.tmpdir", directory.directory("tmp").toString());
        } catch (IOException e) {
            throw StartupFailure.failure("Cannot empty " + directory.path().resolve("tmp") + ": " + e.getMessage(), e);
        }
    }

    private static void requireFreePort(Settings settings) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()));
        } catch (UnknownHostException e) {
            throw StartupFailure.usage(
                    "headrace.host (HEADRACE_HOST) is " + settings.host() + ", which is no address of this machine");
        } catch (IOException e) {
            throw StartupFailure.failure("Port " + settings.port() + " of " + settings.host() + " cannot be used ("
                    + e.getMessage() + "): stop what listens there, or set headrace.port to another one");
        }
    }

    private synchronized void begin(AutoCloseable part) {
        started.push(part);
    }

    /** The server first, so that the application ends its work while the database is still there. */
    private synchronized void stop() {
        boolean wasRunning = !started.isEmpty();
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                System.err.println("While stopping: " + e);
            }
        }
        if (wasRunning && ready) {
            OUT.println("Headrace has stopped");
        }
    }
}
