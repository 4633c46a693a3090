package org.headrace.benchmarks;

import java.nio.file.Path;

/**
 * Where things are.
 *
 * @param root of the repository
 */
public record Places(Path root) {

    public Path target() {
        return root.resolve("benchmarks/harness/target");
    }

    /** The jars that a server is made of. */
    Path server() {
        return target().resolve("server");
    }
}
