package org.headrace.it.hub;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.headrace.it.Api;
import org.headrace.it.Login;
import org.headrace.it.server.Places;

/**
 * The scripts of {@code src/test/node}, in processes of their own. They and their packages are installed once for the
 * tests on all servers, and again only when the packages change.
 */
public final class NodeScripts {

    private static final Path SOURCE = Places.ROOT.resolve("integration-tests/src/test/node");
    private static final Path DIRECTORY = Places.ROOT.resolve("integration-tests/target/node");
    private static final String PACKAGES = "package-lock.json";
    private static final long INSTALL_SECONDS = 300;
    private static final long RUN_SECONDS = 180;

    private static boolean installed;

    private NodeScripts() {}

    /** Runs a script to its end. Returns the lines of JSON that it printed, in order. */
    static List<JsonObject> run(String script, String... arguments) {
        return run(Login.NONE, script, arguments);
    }

    /** The same as somebody: told by the environment, which others on the machine cannot read. */
    static List<JsonObject> run(Login login, String script, String... arguments) {
        install();
        String output =
                process(RUN_SECONDS, Map.of("AUTHORIZATION", login.authorization()), command(script, arguments));
        return objects(output);
    }

    private static List<JsonObject> objects(String output) {
        return output.lines()
                .filter(line -> line.startsWith("{"))
                .map(line -> Api.parse(line).asJsonObject())
                .toList();
    }

    /** A script that goes on until it ends or is closed. */
    public record Running(Process process, Path file) implements AutoCloseable {

        /** All it has printed so far. */
        public String output() throws IOException {
            return Files.readString(file, StandardCharsets.UTF_8);
        }

        /** Waits until it ends by itself. Returns the lines of JSON that it printed, in order. */
        List<JsonObject> end() throws IOException, InterruptedException {
            boolean ended = process.waitFor(RUN_SECONDS, TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError((ended ? "Failed:\n" : "Did not end:\n") + output());
            }
            return objects(output());
        }

        /** The lines of JSON that it has told so far. */
        List<JsonObject> told() {
            try {
                String text = output();
                return objects(text.substring(0, text.lastIndexOf('\n') + 1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    /** Starts a script of its own text beside the installed packages. */
    public static Running startText(String name, String script) throws IOException {
        install();
        Files.writeString(DIRECTORY.resolve(name), script);
        return start(name);
    }

    /** Starts a script, and does not wait. */
    static Running start(String script, String... arguments) throws IOException {
        install();
        Path output = Files.createTempFile(DIRECTORY, "output-", ".txt");
        Process process = new ProcessBuilder(command(script, arguments))
                .directory(DIRECTORY.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Running(process, output);
    }

    private static String[] command(String script, String... arguments) {
        return Stream.concat(Stream.of("node", script), Stream.of(arguments)).toArray(String[]::new);
    }

    private static synchronized void install() {
        if (installed) {
            return;
        }
        try {
            Files.createDirectories(DIRECTORY);
            // Tests run in several JVMs at once.
            try (FileChannel file = FileChannel.open(
                            DIRECTORY.resolve("install.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                if (lock.isValid()) {
                    installAlone();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        installed = true;
    }

    private static void installAlone() throws IOException {
        try (Stream<Path> files = Files.list(SOURCE)) {
            for (Path file : files.toList()) {
                copyUnlessThere(file, DIRECTORY.resolve(file.getFileName()));
            }
        }
        Path done = DIRECTORY.resolve("node_modules").resolve(PACKAGES);
        if (!Files.exists(done) || Files.mismatch(done, SOURCE.resolve(PACKAGES)) >= 0) {
            process(INSTALL_SECONDS, Map.of(), "npm", "ci", "--ignore-scripts");
            Files.copy(SOURCE.resolve(PACKAGES), done);
        }
    }

    /** What is there may be running. */
    private static void copyUnlessThere(Path file, Path copy) throws IOException {
        if (!Files.exists(copy) || Files.mismatch(file, copy) >= 0) {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String process(long seconds, Map<String, String> environment, String... command) {
        try {
            Path output = Files.createTempFile(DIRECTORY, "output-", ".txt");
            Path errors = Files.createTempFile(DIRECTORY, "errors-", ".txt");
            var builder = new ProcessBuilder(command)
                    .directory(DIRECTORY.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            String said = Files.readString(output, StandardCharsets.UTF_8);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command)
                        + (ended ? " failed:\n" : " did not end:\n")
                        + said
                        + Files.readString(errors, StandardCharsets.UTF_8));
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
