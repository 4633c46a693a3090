package org.headrace.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The PostgreSQL that a killed server left running: its postmaster has a session of its own and outlives its parent.
 * The number in its postmaster.pid may by now be another process's, so /proc is asked what that process really is.
 */
final class LeftBehindPostgres {

    private final Path cluster;
    private final Path proc;

    LeftBehindPostgres(Path cluster) {
        this(cluster, Path.of("/proc"));
    }

    LeftBehindPostgres(Path cluster, Path proc) {
        this.cluster = cluster;
        this.proc = proc;
    }

    /** The process id of a living postmaster of this cluster. */
    Optional<Long> find() throws IOException {
        Path file = cluster.resolve("postmaster.pid");
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        if (lines.isEmpty() || !lines.get(0).strip().matches("[0-9]{1,10}")) {
            return Optional.empty();
        }
        long pid = Long.parseLong(lines.get(0).strip());
        return isOurPostmaster(proc.resolve(Long.toString(pid))) ? Optional.of(pid) : Optional.empty();
    }

    /**
     * Whether processes still work in the cluster: the sessions of a postmaster that was killed end by themselves, but
     * until then no other may start.
     */
    boolean sessionsLinger() throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (worksIn(process)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Removes a postmaster.pid whose process is gone or is another's, which would keep PostgreSQL from starting. */
    void forget() throws IOException {
        Files.deleteIfExists(cluster.resolve("postmaster.pid"));
    }

    private boolean isOurPostmaster(Path process) {
        try {
            List<String> command = List.of(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .split("\0"));
            return Path.of(command.get(0)).endsWith("postgres") && worksHere(process, command);
        } catch (IOException gone) {
            return false;
        }
    }

    private boolean worksIn(Path process) {
        try {
            return Files.isSameFile(process.resolve("cwd"), cluster)
                    && Files.readString(process.resolve("comm")).startsWith("postgres");
        } catch (IOException goneOrHidden) {
            return false;
        }
    }

    private boolean worksHere(Path process, List<String> command) throws IOException {
        try {
            return Files.isSameFile(process.resolve("cwd"), cluster);
        } catch (IOException hidden) {
            // another user's process: the command line can still be read
            int option = command.indexOf("-D");
            return option >= 0
                    && option + 1 < command.size()
                    && command.get(option + 1).equals(cluster.toRealPath().toString());
        }
    }
}
