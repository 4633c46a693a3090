package org.headrace.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds in the server's log why a deployment failed. */
final class FailureCause {

    private FailureCause() {}

    /** The innermost cause of the last failure in the log, in a line. */
    static String in(Path log) throws IOException {
        String found = "the reason is in the log";
        for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
            if (line.startsWith("Caused by: ")) {
                found = line.substring("Caused by: ".length());
            }
        }
        return found;
    }
}
