package org.headrace.server;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What the jar carries as files. */
final class Resources {

    private Resources() {}

    /** @throws FileNotFoundException if the jar has no such file */
    static InputStream open(String name) throws IOException {
        InputStream stream = Resources.class.getClassLoader().getResourceAsStream(name);
        if (stream == null) {
            throw new FileNotFoundException(name + " is missing from the server's jar: build it anew");
        }
        return stream;
    }

    /** Copies a file of the jar to a path, in place of what was there. */
    static Path extract(String name, Path target) throws IOException {
        Files.createDirectories(target.toAbsolutePath().getParent());
        try (InputStream stream = open(name)) {
            Files.copy(stream, target, StandardCopyOption.REPLACE_EXISTING);
        }
        return target;
    }
}
