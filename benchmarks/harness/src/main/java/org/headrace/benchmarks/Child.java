package org.headrace.benchmarks;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process beside this one, spoken to by lines. It ends when its standard input does, and so with this process, however
 * that ends. What it says of errors goes to a file.
 */
public final class Child {

    private static final Jsonb JSON = JsonbBuilder.create();

    private final String name;
    private final Process process;
    private final Path errors;
    private final BufferedReader out;
    private final Writer in;

    private Child(String name, Process process, Path errors) {
        this.name = name;
        this.process = process;
        this.errors = errors;
        out = process.inputReader(StandardCharsets.UTF_8);
        in = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** @param name of the file of errors */
    public static Child start(Places places, String name, Path directory, List<String> command) throws IOException {
        Path errors = places.target().resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(errors.toFile())
                .start();
        return new Child(name, process, errors);
    }

    /** A program of this class path, with as much heap as it says. */
    public static Child java(Places places, Class<?> program, String heap, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return start(places, program.getSimpleName(), Path.of("").toAbsolutePath(), command);
    }

    public long pid() {
        return process.pid();
    }

    /** The next line that it prints. */
    public String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IllegalStateException(name + " has ended:\n" + Files.readString(errors));
        }
        return line;
    }

    /** Tells it something, and returns what it says to that. */
    public <T> T ask(Object question, Class<T> answer) throws IOException {
        in.write(JSON.toJson(question));
        in.write('\n');
        in.flush();
        return JSON.fromJson(line(), answer);
    }
}
