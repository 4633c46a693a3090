package org.headrace.engine.saga.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A {@link CrashNode} as the test has it. Ends with {@link #close}, also when it stands still. */
final class NodeProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path LOGS = Path.of("target", "crash");

    private final Process process;
    private final Writer commands;
    private final Set<String> reached = ConcurrentHashMap.newKeySet();
    private final Set<String> fired = ConcurrentHashMap.newKeySet();

    /** The last of what follows a word. */
    private final Map<String, String> told = new ConcurrentHashMap<>();

    private final Thread atExit = new Thread(this::kill);

    private NodeProcess(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        Runtime.getRuntime().addShutdownHook(atExit);
        var reader = new Thread(this::read);
        reader.setDaemon(true);
        reader.start();
    }

    /** Returns when it runs sagas. */
    static NodeProcess start(CrashNode.Settings settings) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                // A call that is sent once more behind the node's back would be counted by the gateway.
                "-Dsun.net.http.retryPost=false",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                CrashNode.class.getName()));
        command.addAll(settings.arguments());
        NodeProcess node;
        try {
            Files.createDirectories(LOGS);
            node = new NodeProcess(new ProcessBuilder(command)
                    .redirectError(LOGS.resolve(settings.name() + ".log").toFile())
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            node.await("node " + settings.name(), () -> node.told.containsKey("READY"));
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
        return node;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                String word = line.substring(0, Math.max(space, 0));
                String rest = line.substring(space + 1);
                switch (word) {
                    case "REACHED" -> reached.add(rest);
                    case "FIRED" -> fired.add(rest);
                    default -> told.put(word, rest);
                }
            }
        } catch (IOException e) {
            told.put("BROKEN", e.toString());
        }
    }

    /** Who it is, in {@code saga_work}. */
    UUID id() {
        return UUID.fromString(told.get("READY"));
    }

    void start(CrashCase crash) {
        command("start " + crash.name());
    }

    /** Starts that many sagas at once, without faults. */
    void startMany(int count) {
        command("many " + count);
    }

    /** Stands in the cancel's transaction when {@link Faults#OPERATOR} is reached. */
    void cancel(String sagaId) {
        command("cancel " + sagaId);
    }

    /** Whether what an operator asked for was refused, or failed. */
    boolean isRefused() {
        return told.containsKey("REFUSED");
    }

    /** Lets go on what waits at its point. */
    void goOn() {
        command("go");
    }

    /** Cases whose point was reached, and at which it waits. */
    Set<String> reached() {
        return reached;
    }

    /** Cases whose fault it has met. */
    Set<String> fired() {
        return fired;
    }

    /** Halts itself. */
    void halt() {
        command("halt");
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("It did not halt");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (process.exitValue() != CrashNode.HALTED) {
            throw new AssertionError("It ended by itself, with " + process.exitValue());
        }
    }

    /** Stands still when this returns: every thread of it. */
    void stopStill() {
        signal("STOP");
        await("standing still", this::isStopped);
    }

    void goOnFromStandstill() {
        signal("CONT");
        await("going on", () -> !isStopped());
    }

    private boolean isStopped() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
    }

    /** Until it is at no saga any more. */
    void awaitIdle() {
        await("nothing held", () -> {
            command("held");
            return "0".equals(told.get("HELD"));
        });
    }

    private void signal(String name) {
        try {
            int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new AssertionError("kill -" + name + " failed with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void command(String line) {
        try {
            commands.write(line + '\n');
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The node is gone: see " + LOGS, e);
        }
    }

    private void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .failFast("it has ended, see " + LOGS, () -> !process.isAlive())
                .until(condition);
    }

    private void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(atExit);
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("Process " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
