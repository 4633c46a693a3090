package org.headrace.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code --add-user NAME GROUP …}: writes a user's line into the users file, in place of an earlier one of that name. */
final class AddUser {

    static final String COMMAND = "--add-user";

    private static final Pattern NAME = Pattern.compile("[^:#\\s][^:\\p{Cntrl}]*");
    private static final Pattern GROUP = Pattern.compile("[^:,\\s]+");
    private static final int SHORTEST_PASSWORD = 8;

    private final Path file;

    AddUser(Path file) {
        this.file = file;
    }

    /**
     * Asks for the password: at the terminal, or where there is none it is the first line of the input.
     *
     * @param arguments those behind the command
     * @throws StartupFailure when they are not as they should be, or the file cannot be written
     */
    void run(List<String> arguments) {
        if (arguments.size() < 2
                || !NAME.matcher(arguments.get(0)).matches()
                || !arguments.subList(1, arguments.size()).stream()
                        .allMatch(group -> GROUP.matcher(group).matches())) {
            throw StartupFailure.wrongSetting(COMMAND + " takes a name (no colon in it) and the user's groups, such as "
                    + COMMAND + " ada headrace-operator headrace-writer");
        }
        String name = arguments.get(0);
        List<String> groups = arguments.subList(1, arguments.size());
        try {
            write(name, PasswordHash.line(name, password(name), groups));
        } catch (IOException refused) {
            throw StartupFailure.because(file + " cannot be written: " + StartupFailure.reason(refused), refused);
        }
        Console.say(name + " is in " + file + ", in " + String.join(", ", groups));
    }

    @SuppressWarnings("SystemConsoleNull") // from Java 22 on there is one without a terminal too, which reads the input
    private static char[] password(String name) throws IOException {
        char[] given = System.console() == null ? firstLine() : System.console().readPassword("Password of %s: ", name);
        if (given == null || given.length < SHORTEST_PASSWORD) {
            throw StartupFailure.wrongSetting("The password must have " + SHORTEST_PASSWORD + " characters or more");
        }
        return given;
    }

    private static char[] firstLine() throws IOException {
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return line == null ? new char[0] : line.toCharArray();
    }

    private void write(String name, String line) throws IOException {
        List<String> lines = new ArrayList<>(Files.exists(file) ? Files.readAllLines(file) : List.of());
        lines.removeIf(other -> other.startsWith(name + ":"));
        lines.add(line);
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        // A server that runs reads it at any moment: it must see the old file or the new one.
        Path whole = Files.createTempFile(
                directory,
                "users-",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(whole, lines);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
