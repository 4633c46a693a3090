package org.headrace.benchmarks.fanout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.headrace.benchmarks.Child;
import org.headrace.benchmarks.Places;

/** The scripts of {@code src/main/node}, with the packages they name, in {@code target/node}. */
final class NodePackages {

    private static final String PACKAGES = "package.json";
    private static final long INSTALL_SECONDS = 300;

    private final Places places;
    private final Path directory;

    private NodePackages(Places places) {
        this.places = places;
        directory = places.target().resolve("node");
    }

    /** Packages are installed again only when they have changed. */
    static NodePackages install(Places places) throws IOException, InterruptedException {
        var packages = new NodePackages(places);
        packages.install(places.root().resolve("benchmarks/harness/src/main/node"));
        return packages;
    }

    private void install(Path source) throws IOException, InterruptedException {
        Path done = directory.resolve("node_modules").resolve(PACKAGES);
        Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (Files.exists(done) && Files.mismatch(done, source.resolve(PACKAGES)) < 0) {
            return;
        }
        Path said = directory.resolve("npm.log");
        Process npm = new ProcessBuilder(
                        "npm", "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS)) {
            npm.destroyForcibly();
            throw new IllegalStateException("npm did not end in " + INSTALL_SECONDS + " s:\n" + Files.readString(said));
        }
        if (npm.exitValue() != 0) {
            throw new IllegalStateException("npm failed; the peers need Node 20:\n" + Files.readString(said));
        }
        Files.copy(source.resolve(PACKAGES), done);
    }

    Child start(String script, String... arguments) throws IOException {
        return Child.start(
                places,
                script,
                directory,
                Stream.concat(Stream.of("node", script), Stream.of(arguments)).toList());
    }
}
