package org.headrace.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked from the jar once a version. */
record PostgresBinaries(Path home) {

    private static final String ARCHIVE = "postgres-linux-x86_64.txz";

    /**
     * Unpacks the programs below a directory unless they are there already.
     *
     * @throws StartupFailure if the machine is of another kind than the programs, or the disk refuses them
     */
    static PostgresBinaries in(Path runtime, String version) {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!machine.equals("Linux amd64")) {
            throw StartupFailure.because("PostgreSQL comes with Headrace for Linux on amd64 only, this is " + machine
                    + ": set headrace.jdbc.url to a PostgreSQL of yours, or headrace.store=memory to try without");
        }
        Path home = runtime.resolve("postgresql-" + version);
        try {
            if (Files.notExists(home)) {
                unpack(home);
            }
        } catch (IOException refused) {
            throw StartupFailure.because(
                    "PostgreSQL's programs cannot be unpacked to " + home + " (" + StartupFailure.reason(refused)
                            + "): see that the disk has room and this user may write there",
                    refused);
        }
        return new PostgresBinaries(home);
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static void unpack(Path home) throws IOException {
        // renamed when complete, so that a start that was killed leaves nothing half done behind
        Path unfinished = home.resolveSibling(home.getFileName() + ".unfinished");
        DeleteTree.at(unfinished);
        Files.createDirectories(unfinished);
        try (InputStream stream = Resources.open(ARCHIVE);
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(stream)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, unfinished.resolve(entry.getName()).normalize());
            }
        }
        Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void unpack(InputStream content, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
