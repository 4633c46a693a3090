package org.headrace.it.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sockets that their clients have closed and their server has not, as the kernel of Linux lists them (proc(5)). */
final class HalfClosed {

    private static final Pattern ROW =
            Pattern.compile("\\s*\\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} ([0-9A-F]{2}) .*");
    private static final String CLOSE_WAIT = "08";

    private HalfClosed() {}

    /** How many there are of the server that listens at the port. */
    static long sockets(int port) throws IOException {
        long found = 0;
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
                Matcher row = ROW.matcher(line);
                if (row.matches()
                        && Integer.parseInt(row.group(1), 16) == port
                        && row.group(2).equals(CLOSE_WAIT)) {
                    found++;
                }
            }
        }
        return found;
    }
}
