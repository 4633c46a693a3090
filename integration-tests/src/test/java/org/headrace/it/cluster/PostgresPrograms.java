package org.headrace.it.cluster;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.headrace.it.server.Places;

/**
 * The programs of the embedded PostgreSQL, unpacked once below {@code target/}. Their wrapper for tests turns fsync off
 * and stops gently; here {@code pg_ctl} is called as a person would.
 */
record PostgresPrograms(Path home) {

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final long PROGRAM_SECONDS = 180;

    static synchronized PostgresPrograms unpacked() {
        Path home = Places.TARGET.resolve("postgresql-programs");
        try {
            if (Files.notExists(home)) {
                Files.createDirectories(Places.TARGET);
                Path unfinished = Files.createTempDirectory(Places.TARGET, "postgresql-programs-");
                unpack(unfinished);
                Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PostgresPrograms(home);
    }

    /** Runs a program to its end. @throws AssertionError with what it said, when it fails */
    void run(String program, String... arguments) {
        List<String> line = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // PostgreSQL refuses root; in a user namespace of its own it does not see that it is root
            line.addAll(List.of("unshare", "-U"));
        }
        line.add(home.resolve("bin").resolve(program).toString());
        line.addAll(List.of(arguments));
        try {
            // A file, because the server that pg_ctl leaves running would keep a pipe open.
            Path output = Files.createTempFile(Places.TARGET, program + "-", ".txt");
            var builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            if (!process.waitFor(PROGRAM_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(program + " did not end:\n" + Files.readString(output));
            }
            if (process.exitValue() != 0) {
                throw new AssertionError(program + " failed:\n" + Files.readString(output));
            }
            Files.delete(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(Path home) throws IOException {
        try (InputStream archive =
                        Objects.requireNonNull(PostgresPrograms.class.getResourceAsStream(ARCHIVE), ARCHIVE);
                var tar = new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = home.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(target.getParent());
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(tar, target);
                    boolean isProgram = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            target, PosixFilePermissions.fromString(isProgram ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }
}
