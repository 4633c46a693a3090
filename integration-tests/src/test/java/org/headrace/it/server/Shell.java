package org.headrace.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands as a person does, in the repository. */
public final class Shell {

    private static final int MINUTES = 10;

    private final Map<String, String> environment;
    private final Path directory;

    /**
     * A shell.
     *
     * @param environment beside the inherited one
     * @param directory where its output goes
     */
    public Shell(Map<String, String> environment, Path directory) {
        this.environment = new HashMap<>(environment);
        // Both servers' scripts would take it for the options of the server.
        this.environment.put("JAVA_OPTS", "");
        this.environment.put("JAVA_TOOL_OPTIONS", Places.JAVA_OPTIONS);
        this.directory = directory;
    }

    /** The same with more variables. */
    public Shell with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Shell(all, directory);
    }

    /** Runs them to their end; fails when one of them fails. Returns what they printed. */
    public String run(String commands) {
        Path output = newOutput("command-");
        Process process = start(commands, output);
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError("Still running after " + MINUTES + " min: " + commands + text(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("Exit code " + process.exitValue() + ": " + commands + text(output));
        }
        return text(output);
    }

    /** Starts, and does not wait. */
    public Process start(String commands, Path output) {
        var builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
                .directory(Places.ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("HEADRACE_"));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path newOutput(String name) {
        try {
            return Files.createTempFile(directory, name, ".out");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path output) {
        try {
            return "\n" + Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
