package org.headrace.it.hub;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.headrace.it.server.Places;

/** The scripts of {@code src/test/node}, installed once a run below {@code target/}, in processes of their own. */
public final class NodeScripts {

    private static final long INSTALL_SECONDS = 300;
    private static final long RUN_SECONDS = 180;

    private static boolean installed;

    private NodeScripts() {}

    /**
     * Runs a scenario to its end.
     *
     * @param protocol {@code json} or {@code messagepack}
     * @return the lines it told, in order
     */
    static List<JsonObject> run(String scenario, String baseUrl, String stream, String protocol) {
        install();
        String output = process(RUN_SECONDS, "node", "run.js", scenario, baseUrl, stream, protocol);
        return output.lines()
                .filter(line -> line.startsWith("{"))
                .map(NodeScripts::object)
                .toList();
    }

    /** A script that goes on until it is closed. */
    public record Running(Process process, Path file) implements AutoCloseable {

        /** All it has printed so far. */
        public String output() throws IOException {
            return Files.readString(file, StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    /** Starts a script of its own text beside the installed packages. */
    public static Running start(String name, String script) throws IOException {
        install();
        Files.writeString(directory().resolve(name), script);
        Path output = Files.createTempFile(directory(), "output-", ".txt");
        Process process = new ProcessBuilder("node", name)
                .directory(directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Running(process, output);
    }

    private static synchronized void install() {
        if (installed) {
            return;
        }
        Path source = Places.ROOT.resolve("integration-tests/src/test/node");
        try (Stream<Path> files = Files.list(source)) {
            Files.createDirectories(directory());
            for (Path file : files.toList()) {
                Files.copy(file, directory().resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process(INSTALL_SECONDS, "npm", "ci", "--ignore-scripts");
        installed = true;
    }

    private static Path directory() {
        return Places.TARGET.resolve("node");
    }

    private static String process(long seconds, String... command) {
        try {
            Path output = Files.createTempFile(directory(), "output-", ".txt");
            Path errors = Files.createTempFile(directory(), "errors-", ".txt");
            Process process = new ProcessBuilder(command)
                    .directory(directory().toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            if (!ended) {
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

    private static JsonObject object(String line) {
        try (JsonReader reader = Json.createReader(new StringReader(line))) {
            return reader.readObject();
        }
    }
}
