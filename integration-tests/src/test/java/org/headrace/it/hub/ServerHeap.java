package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What lives in the heap of a server, as the JDK's {@code jcmd} tells after a full collection. */
final class ServerHeap {

    private static final Pattern ROW = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");
    private static final Pattern TOTAL = Pattern.compile("Total\\s+(\\d+)\\s+(\\d+)");
    private static final Pattern THREAD = Pattern.compile("\"([^\"]*)\" (#|prio).*");

    private final long pid;

    ServerHeap(long pid) {
        this.pid = pid;
    }

    /** Bytes of all that lives. */
    long bytes() {
        return histogram()
                .lines()
                .map(TOTAL::matcher)
                .filter(m -> m.matches())
                .mapToLong(m -> Long.parseLong(m.group(2)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No total"));
    }

    /** How many live, by class. */
    Map<String, Long> instances(Predicate<String> classes) {
        Map<String, Long> counts = new TreeMap<>();
        histogram().lines().map(ROW::matcher).filter(m -> m.matches()).forEach(m -> {
            if (classes.test(m.group(3))) {
                counts.merge(m.group(3), Long.valueOf(m.group(1)), Long::sum);
            }
        });
        return counts;
    }

    /** How many threads there are, by name without its number. */
    Map<String, Long> threads() {
        Map<String, Long> counts = new TreeMap<>();
        jcmd("Thread.print")
                .lines()
                .map(THREAD::matcher)
                .filter(m -> m.matches())
                .forEach(m -> counts.merge(m.group(1).replaceAll("[0-9]+", "#"), 1L, Long::sum));
        assertThat(counts).isNotEmpty();
        return counts;
    }

    private String histogram() {
        return jcmd("GC.class_histogram");
    }

    private String jcmd(String command) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            command)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            return said;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
