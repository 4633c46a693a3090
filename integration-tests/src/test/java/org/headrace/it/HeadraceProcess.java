package org.headrace.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.headrace.it.server.Places;

/** A real {@code ./run} in a process of its own, on a free port, with its data below {@code target/}. */
public final class HeadraceProcess implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(5);

    private final Process process;
    private final int port;
    private final Path dataDirectory;
    private final Path output;

    private HeadraceProcess(Process process, int port, Path dataDirectory, Path output) {
        this.process = process;
        this.port = port;
        this.dataDirectory = dataDirectory;
        this.output = output;
    }

    /** Starts and waits until it says that it is ready. */
    public static HeadraceProcess start(Path dataDirectory, String... settings) {
        HeadraceProcess started = launch(dataDirectory, Places.freePort(), settings);
        try {
            started.awaitReady();
            return started;
        } catch (RuntimeException | Error e) {
            started.close();
            throw e;
        }
    }

    /**
     * Starts, and does not wait.
     *
     * @param settings environment variables as {@code NAME=value}
     */
    public static HeadraceProcess launch(Path dataDirectory, int port, String... settings) {
        try {
            Path output = Files.createTempFile(Files.createDirectories(Places.TARGET.resolve("it")), "run-", ".out");
            // A build in the background ignores SIGINT, and what it starts would too: Ctrl-C means a shell's
            // foreground.
            var builder = new ProcessBuilder(
                            "env",
                            "--default-signal=INT",
                            Places.ROOT.resolve("run").toString())
                    .directory(Places.ROOT.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.redirectInput(
                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            Map<String, String> environment = builder.environment();
            environment.keySet().removeIf(name -> name.startsWith("HEADRACE_"));
            environment.put("HEADRACE_JAVA_OPTS", Places.JAVA_OPTIONS);
            environment.put("HEADRACE_PORT", Integer.toString(port));
            environment.put("HEADRACE_DATA_DIR", dataDirectory.toString());
            for (String setting : settings) {
                int equals = setting.indexOf('=');
                environment.put(setting.substring(0, equals), setting.substring(equals + 1));
            }
            return new HeadraceProcess(builder.start(), port, dataDirectory, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void awaitReady() {
        Awaitility.await("ready")
                .atMost(START)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("It ended:\n" + output());
                    }
                    return output().contains("Headrace is ready") && answers();
                });
    }

    private boolean answers() throws IOException, InterruptedException {
        try {
            return api().get("/api/health/ready").statusCode() == 200;
        } catch (ConnectException e) {
            return false;
        }
    }

    /** All it has printed so far. */
    public String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Api api() {
        return new Api(URI.create("http://127.0.0.1:" + port));
    }

    public int port() {
        return port;
    }

    public Path dataDirectory() {
        return dataDirectory;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** {@code kill -9}: of this process only; its PostgreSQL goes on. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** As Ctrl-C does. Returns the exit code. */
    int interrupt() {
        signal("INT", process.pid());
        return awaitExit();
    }

    public static void signal(String name, long pid) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " " + pid + " exited with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The exit code. */
    public int awaitExit() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("Still running after 60 s:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Processes that use this data directory, by pid: the server and its PostgreSQL. */
    Map<Long, String> processes() {
        return processesOf(dataDirectory);
    }

    static Map<Long, String> processesOf(Path dataDirectory) {
        Map<Long, String> found = new TreeMap<>();
        ProcessHandle.allProcesses().forEach(handle -> commandLine(handle)
                .filter(line -> line.contains(dataDirectory.toString()))
                .ifPresent(line -> found.put(handle.pid(), line)));
        return found;
    }

    private static Optional<String> commandLine(ProcessHandle handle) {
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(handle.pid()), "cmdline"));
            return Optional.of(new String(line, StandardCharsets.UTF_8).replace('\0', ' '));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** The port of its PostgreSQL, from the file that PostgreSQL itself writes. */
    private int databasePort() {
        try {
            List<String> lines =
                    Files.readAllLines(dataDirectory.resolve("postgresql").resolve("postmaster.pid"));
            return Integer.parseInt(lines.get(3).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String databasePassword() {
        try {
            return Files.readString(dataDirectory.resolve("postgresql").resolve("headrace.password"))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection to its database, beside its own. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + databasePort() + "/headrace", "headrace", databasePassword());
    }

    /** Stops it, and what it left behind. */
    @Override
    public void close() {
        if (process.isAlive()) {
            signal("TERM", process.pid());
            awaitExit();
        }
        List<Long> left = new ArrayList<>(processes().keySet());
        left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
}
