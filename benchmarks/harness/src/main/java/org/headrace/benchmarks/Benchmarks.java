package org.headrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.headrace.benchmarks.append.AppendScenario;
import org.headrace.benchmarks.catchup.CatchUpScenario;
import org.headrace.benchmarks.fanout.FanOutScenario;
import org.headrace.benchmarks.growth.GrowthScenario;
import org.headrace.benchmarks.idle.IdleScenario;
import org.headrace.benchmarks.latency.LatencyScenario;
import org.headrace.benchmarks.saga.SagaScenario;

/** The command: {@code benchmarks/run SCENARIO [--short]}. */
public final class Benchmarks {

    private static final List<Scenario> SCENARIOS = List.of(
            new AppendScenario(),
            new CatchUpScenario(),
            new SagaScenario(),
            new FanOutScenario(),
            new LatencyScenario(),
            new GrowthScenario(),
            new IdleScenario());
    private static final String ALL = "all";
    private static final String SHORT = "--short";

    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        List<String> named = new ArrayList<>(List.of(arguments));
        Pace pace = named.remove(SHORT) ? Pace.SHORT : Pace.WHOLE;
        String scenario = named.isEmpty() ? "" : named.remove(0);
        List<Scenario> wanted = SCENARIOS.stream()
                .filter(s -> scenario.equals(s.name()) || scenario.equals(ALL))
                .toList();
        if (wanted.isEmpty()) {
            usage();
            System.exit(2);
        }
        // What is printed is to be read by programs.
        Logger.getLogger("").setLevel(Level.WARNING);
        // Peers leave threads behind that are not daemons.
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> exit(failure));
        run(wanted, named, pace);
        System.exit(0);
    }

    private static void exit(Throwable failure) {
        failure.printStackTrace();
        System.exit(1);
    }

    private static void usage() {
        System.err.println("usage: benchmarks/run SCENARIO [CELL…] [" + SHORT + "]");
        SCENARIOS.forEach(s -> System.err.printf("  %-10s %s%n", s.name(), s.description()));
        System.err.printf("  %-10s %s%n", ALL, "each of them, one after the other");
    }

    /** @param cells measured; empty: all */
    private static void run(List<Scenario> scenarios, List<String> cells, Pace pace) throws Exception {
        var places = new Places(Path.of("").toAbsolutePath());
        Files.createDirectories(places.target());
        Path data = Files.createTempDirectory(places.target(), "postgresql-");
        boolean counting = scenarios.stream().anyMatch(Scenario::countsStatements);
        try (var database = BenchmarkDatabase.start(data, counting);
                var server = BenchmarkServer.start(places, database, Deployment.headrace(places, "server"))) {
            Map<String, String> surroundings = surroundings(database);
            surroundings.forEach((name, value) -> System.out.println("# " + name + " = " + value));
            var report = new Report(System.out, surroundings);
            for (Scenario scenario : scenarios) {
                Pace paced = scenario.pace(pace);
                try (var others = new OtherServers(places, database)) {
                    for (Cell cell : scenario.cells(new Stage(database, server, others, places, pace))) {
                        if (cells.isEmpty() || cells.contains(cell.name())) {
                            report.add(scenario.name(), cell, paced, Rounds.of(cell, paced));
                        }
                    }
                }
            }
            report.table();
            System.out.println(
                    "# the server's process has " + server.residentMiB() + " MiB, of which 512 MiB may be heap");
        }
    }

    private static Map<String, String> surroundings(BenchmarkDatabase database) throws IOException, SQLException {
        Map<String, String> told = new LinkedHashMap<>(database.settings());
        told.put("java", Runtime.version().toString());
        told.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        told.put(
                "kernel",
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
        return told;
    }
}
