package org.headrace.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;

/** The files of a PostgreSQL: complete, of the right version, with the password that only their owner can read. */
final class PostgresCluster {

    static final String USER = "headrace";
    private static final String PASSWORD_FILE = "headrace.password";
    private static final Duration INIT_ALLOWED = Duration.ofMinutes(3);

    private final Path directory;
    private final PostgresCommand command;

    PostgresCluster(Path directory, PostgresCommand command) {
        this.directory = directory;
        this.command = command;
    }

    Path directory() {
        return directory;
    }

    /**
     * Makes the cluster if there is none.
     *
     * @param major the major version of the programs at hand
     * @throws StartupFailure if the files are of another major version, or are not PostgreSQL's
     */
    void prepare(String major) throws IOException {
        if (Files.notExists(directory)) {
            create();
        }
        Path versionFile = directory.resolve("PG_VERSION");
        if (Files.notExists(versionFile)) {
            throw StartupFailure.because("The directory " + directory + " holds no PostgreSQL data (PG_VERSION is"
                    + " missing): move it away, or set headrace.data-dir to another");
        }
        String found = Files.readString(versionFile).strip();
        if (!found.equals(major)) {
            throw StartupFailure.because("The data in " + directory + " is of PostgreSQL " + found
                    + ", this server brings PostgreSQL " + major + ": move the data over with pg_dumpall, or set"
                    + " headrace.data-dir to another");
        }
    }

    String password() throws IOException {
        return Files.readString(directory.resolve(PASSWORD_FILE)).strip();
    }

    private void create() throws IOException {
        // renamed when complete: a start that was killed halfway leaves nothing that looks like a cluster
        Path unfinished = directory.resolveSibling(directory.getFileName() + ".unfinished");
        DeleteTree.at(unfinished);
        Path passwordFile = directory.resolveSibling(PASSWORD_FILE + ".unfinished");
        Files.deleteIfExists(passwordFile);
        Files.createFile(
                passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        byte[] secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        Files.writeString(passwordFile, Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n");
        command.run(
                INIT_ALLOWED,
                "initdb",
                "--pgdata=" + unfinished,
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C");
        Files.move(passwordFile, unfinished.resolve(PASSWORD_FILE), StandardCopyOption.ATOMIC_MOVE);
        Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
    }
}
