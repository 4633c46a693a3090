package org.headrace.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of PostgreSQL's to its end. PostgreSQL refuses to run as root, so that root runs it in a user namespace. */
final class Command {

    private static final int MAX_SECONDS = 120;

    private Command() {}

    /** @throws StartupFailure when it cannot be run, or fails; the message ends with what it printed last */
    static void run(Path output, List<String> words) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(words);
        try {
            // Into a file, not a pipe: what the program leaves running would keep a pipe open.
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw StartupFailure.failure(words.get(0) + " did not end within " + MAX_SECONDS + " s; see " + output);
            }
            if (process.exitValue() != 0) {
                throw StartupFailure.failure(words.get(0) + " failed: " + lastLine(output) + " (see " + output + ")");
            }
        } catch (IOException e) {
            throw StartupFailure.failure("Cannot run " + command.get(0) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StartupFailure.failure("Interrupted while " + words.get(0) + " ran");
        }
    }

    private static String lastLine(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        return lines.isEmpty() ? "it printed nothing" : lines.get(lines.size() - 1);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
