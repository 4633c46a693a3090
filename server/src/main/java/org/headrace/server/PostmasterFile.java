package org.headrace.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The file in which a running PostgreSQL says that it is there. What it says may be long out of date. */
record PostmasterFile(Path path) {

    static PostmasterFile in(Path database) {
        return new PostmasterFile(database.resolve("postmaster.pid"));
    }

    /** The process, if it is there and really is a PostgreSQL of this directory; process ids are used again. */
    Optional<ProcessHandle> owner() {
        try {
            List<String> lines = Files.readAllLines(path);
            long pid = Long.parseLong(lines.get(0).strip());
            Path directory = path.toAbsolutePath().resolveSibling(".").normalize();
            return ProcessHandle.of(pid).filter(process -> serves(process.pid(), directory));
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    private static boolean serves(long pid, Path directory) {
        try {
            Path process = Path.of("/proc", Long.toString(pid));
            String command = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            return command.split("\0", 2)[0].endsWith("postgres")
                    && Files.isSameFile(process.resolve("cwd"), directory);
        } catch (IOException gone) {
            return false;
        }
    }
}
