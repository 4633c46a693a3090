package org.headrace.it.wildfly;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/** A copy of an unpacked server, as fresh as that one, which stays so. Jars, which nobody writes to, are linked. */
final class FreshCopy extends SimpleFileVisitor<Path> {

    private final Path from;
    private final Path to;

    private FreshCopy(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    static Path of(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new FreshCopy(from, to));
        return to;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
        Files.createDirectories(to.resolve(from.relativize(directory)));
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Path copy = to.resolve(from.relativize(file));
        if (file.toString().endsWith(".jar")) {
            Files.createLink(copy, file);
        } else {
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return FileVisitResult.CONTINUE;
    }
}
