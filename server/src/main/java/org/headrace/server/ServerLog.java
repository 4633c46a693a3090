package org.headrace.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says where Payara logs to: everything to a file, what concerns a person to the console. */
final class ServerLog {

    private ServerLog() {}

    /** The newest of the log files in a directory. */
    static Path newest(Path logs) {
        return logs.resolve("server.0.log");
    }

    /** Writes the configuration for java.util.logging. */
    static Path configure(Path runtime, Path logs) throws IOException {
        // FileHandler takes % for a placeholder
        String pattern = logs.resolve("server.").toString().replace("%", "%%").replace("\\", "\\\\");
        String text =
                """
                handlers=java.util.logging.FileHandler,%s
                .level=INFO
                java.util.logging.FileHandler.pattern=%s%%g.log
                java.util.logging.FileHandler.limit=10000000
                java.util.logging.FileHandler.count=3
                java.util.logging.FileHandler.append=true
                java.util.logging.FileHandler.encoding=UTF-8
                java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter
                java.util.logging.SimpleFormatter.format=%%1$tFT%%1$tT.%%1$tL%%1$tz %%4$s %%3$s: %%5$s%%6$s%%n
                """
                        .formatted(ConsoleLog.class.getName(), pattern);
        return Files.writeString(Files.createDirectories(runtime).resolve("logging.properties"), text);
    }
}
