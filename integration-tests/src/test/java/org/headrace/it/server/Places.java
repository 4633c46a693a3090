package org.headrace.it.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where tests find things, and where they may put theirs. */
public final class Places {

    /** The repository. */
    public static final Path ROOT =
            Path.of(System.getProperty("headrace.it.root", "..")).toAbsolutePath();

    /** The module's {@code target}. */
    public static final Path TARGET =
            Path.of(System.getProperty("headrace.it.target", "target")).toAbsolutePath();

    /** What lets servers start sooner that soon end: options of {@code java}, or nothing. */
    public static final String JAVA_OPTIONS = System.getProperty("headrace.it.java-options", "");

    private Places() {}

    /** A new directory below {@code target/}. */
    public static Path newDirectory(String name) {
        try {
            return Files.createTempDirectory(Files.createDirectories(TARGET.resolve("it")), name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port for a server. No other test gets it while this JVM lives. */
    public static int freePort() {
        return Ports.claim(1);
    }

    /** Of so many ports in a row, likewise, the first. */
    public static int freePorts(int count) {
        return Ports.claim(count);
    }

    /** The jar that a class was loaded from. */
    public static File jarOf(Class<?> type) {
        try {
            return new File(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
