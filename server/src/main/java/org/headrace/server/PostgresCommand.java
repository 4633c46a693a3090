package org.headrace.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one of PostgreSQL's programs to its end. */
final class PostgresCommand {

    private final PostgresBinaries binaries;

    PostgresCommand(PostgresBinaries binaries) {
        this.binaries = binaries;
    }

    /**
     * Runs a program.
     *
     * @throws StartupFailure if it ends with an error, with what it said, or takes longer than allowed
     */
    void run(Duration allowed, String program, String... arguments) {
        List<String> line = new ArrayList<>();
        if (isRoot()) {
            // PostgreSQL refuses root; in a user namespace of its own it does not see that it is root
            line.addAll(List.of("unshare", "-U"));
        }
        line.add(binaries.program(program));
        line.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile("headrace-" + program, ".txt");
            try {
                run(allowed, program, line, output);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException refused) {
            throw StartupFailure.because(
                    "PostgreSQL's " + program + " cannot be run: " + StartupFailure.reason(refused), refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw StartupFailure.because("PostgreSQL's " + program + " was interrupted", interrupted);
        }
    }

    private static void run(Duration allowed, String program, List<String> line, Path output)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                // a file, because the server that pg_ctl leaves running would keep a pipe open
                .redirectOutput(output.toFile());
        // these would point the programs elsewhere
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        if (!process.waitFor(allowed.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw StartupFailure.because(
                    "PostgreSQL's " + program + " did not end within " + allowed.toSeconds() + " s: see its log");
        }
        if (process.exitValue() != 0) {
            String said = Files.readString(output, StandardCharsets.UTF_8).strip();
            throw StartupFailure.because("PostgreSQL's " + program + " failed: " + remedy(said));
        }
    }

    private static String remedy(String said) {
        return said.contains("unshare failed")
                ? said + " (as root it needs user namespaces, which are forbidden here: start as an ordinary user)"
                : said;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
