package org.headrace.it.wildfly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.headrace.it.Api;
import org.headrace.it.server.ApplicationServer;
import org.headrace.it.server.FreshDatabase;
import org.headrace.it.server.Guide;
import org.headrace.it.server.Places;
import org.headrace.it.server.Shell;
import org.postgresql.Driver;

/** A WildFly as it is unpacked, set up and started by the guide's commands, on free ports. */
final class WildFly implements ApplicationServer {

    private static final Path UNPACKED = Path.of(System.getProperty("headrace.it.server", "target/server"));
    private static final String CONFIGURATION = "standalone/configuration/standalone.xml";
    private static final String DELIVERED_BY_GUIDE = "ear/target/headrace.ear";
    private static final Duration START = Duration.ofMinutes(5);
    private static final long STOP_SECONDS = 60;

    private final Path home;
    private final Shell usual;
    private Shell shell;
    private final int port = Places.freePort();
    private final int securePort = Places.freePort();
    private final int managementPort = Places.freePort();
    private Process process;

    private WildFly(FreshDatabase database, Map<String, String> settings) throws IOException {
        Path directory = Places.newDirectory("wildfly");
        home = FreshCopy.of(UNPACKED, directory.resolve("home"));
        Map<String, String> environment = new HashMap<>(database.environment());
        environment.put("JBOSS_HOME", home.toString());
        environment.put("POSTGRESQL_JAR", Places.jarOf(Driver.class).toString());
        environment.put("HEADRACE_SAMPLE_GATEWAY", api().base() + "/api/gateway");
        // What is tested elsewhere needs no login.
        environment.put("HEADRACE_SECURITY", "open");
        usual = new Shell(environment, directory);
        shell = usual.with(settings);
        // For arquillian.xml, whose server is the first.
        System.getProperties().putIfAbsent("headrace.it.wildfly.home", home.toString());
        System.getProperties().putIfAbsent("headrace.it.wildfly.management", Integer.toString(managementPort));
    }

    static WildFly start(FreshDatabase database, Map<String, String> settings) {
        try {
            var server = new WildFly(database, settings);
            server.run("Set WildFly up");
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Api api() {
        return new Api(URI.create("http://127.0.0.1:" + port + "/headrace"));
    }

    @Override
    public void deploy(Path ear) {
        shell.run(commands("Deploy to WildFly").replace(DELIVERED_BY_GUIDE, ear.toString()));
    }

    @Override
    public void undeploy() {
        run("Undeploy from WildFly");
    }

    @Override
    public void restart() {
        close();
        start();
    }

    @Override
    public void restart(Map<String, String> settings) {
        shell = usual.with(settings);
        restart();
    }

    @Override
    public void stop() {
        ProcessHandle java = java();
        run("Stop WildFly");
        ApplicationServer.awaitEnd(java);
        close();
    }

    @Override
    public long pid() {
        return java().pid();
    }

    /** What the script that started it runs. */
    private ProcessHandle java() {
        return process.descendants()
                .filter(started -> started.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("WildFly does not run"));
    }

    /** Has its management do something. */
    void manage(String operation) {
        shell.run("\"$JBOSS_HOME/bin/jboss-cli.sh\" --connect --controller=127.0.0.1:" + managementPort
                + " --command=\"" + operation + "\"");
    }

    /** The command asks at a terminal, which a test does not have. */
    @Override
    public void addUser(String name, String password, String... groups) {
        String command = Guide.commandsUnder("Add a user to WildFly")
                .strip()
                .replace("--user ada", "--user " + name)
                .replace("headrace-operator,headrace-writer", String.join(",", groups));
        usual.with(Map.of("PASSWORD", password)).run(command + " --password \"$PASSWORD\" --silent");
    }

    @Override
    public String leftByUndo() {
        close();
        run("Undo the set-up of WildFly");
        String left = differences();
        run("Set WildFly up");
        start();
        return left;
    }

    private String differences() {
        try {
            boolean same = Files.mismatch(home.resolve(CONFIGURATION), UNPACKED.resolve(CONFIGURATION)) == -1;
            boolean driver = Files.exists(home.resolve("modules/org/postgresql"));
            return (same ? "" : home.resolve(CONFIGURATION) + " differs ") + (driver ? "the driver's module" : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String heading) {
        shell.run(commands(heading));
    }

    /** The guide's, for this server. */
    private String commands(String heading) {
        return Guide.commandsUnder(heading).replace("localhost:9990", "127.0.0.1:" + managementPort);
    }

    private void start() {
        String ports = String.join(
                " ",
                "-Djboss.http.port=" + port,
                "-Djboss.https.port=" + securePort,
                "-Djboss.management.http.port=" + managementPort);
        Path output = shell.newOutput("wildfly-");
        process = shell.start(Guide.commandsUnder("Start WildFly").strip() + " " + ports, output);
        try {
            Awaitility.await("WildFly").atMost(START).until(() -> {
                String log = Files.readString(output);
                if (!process.isAlive() || log.contains("WFLYSRV0026")) {
                    throw new AssertionError("It did not start:\n" + log);
                }
                return log.contains("WFLYSRV0025");
            });
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The script that started it does not pass a signal on: the server is asked itself. */
    @Override
    public void close() {
        if (process == null) {
            return;
        }
        List<ProcessHandle> started = process.descendants().toList();
        started.forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            for (ProcessHandle handle : started) {
                handle.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            }
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            started.forEach(ProcessHandle::destroyForcibly);
            throw new IllegalStateException("WildFly did not stop within " + STOP_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
