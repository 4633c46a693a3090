package org.headrace.engine.saga.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.headrace.persistence.testing.StoppableDatabase;
import org.junit.jupiter.api.Test;

/**
 * Crash points of sagas: a seeded sample, with {@code -Dheadrace.test.crash=all} every one, or those whose names contain
 * what is said there, such as {@code in-step.execute.first.halt} or {@code stop}. {@code -Dheadrace.test.crash-seed} repeats a sample. What was run is written to {@code target/crash-matrix.txt}.
 */
class SagaCrashMatrixTest {

    private static final Path REPORT = Path.of("target", "crash-matrix.txt");
    private static final int BATCH = 16;

    /** How many cases of each kind a sample has: what one node can meet at a time, as a node is what takes time. */
    private static final int SAMPLE = 10;

    private final Map<String, List<String>> results = new TreeMap<>();

    @Test
    void whatever_befalls_a_node_every_saga_ends_as_if_it_had_not() throws IOException {
        String which = System.getProperty("headrace.test.crash", "sample");
        long seed = Long.getLong("headrace.test.crash-seed", System.nanoTime());
        List<CrashCase> chosen = choose(which, seed);
        System.out.println("Crash cases: " + which + ", " + chosen.size() + " of "
                + CrashCase.all().size() + ", -Dheadrace.test.crash-seed=" + seed);

        runAll(chosen);

        List<String> report = report(chosen);
        Files.write(REPORT, report);
        System.out.println(report.get(0));
        assertThat(report.stream().filter(line -> line.startsWith("FAILED")).toList())
                .as(report.get(0))
                .isEmpty();
        assertThat(results).hasSize(chosen.size());
    }

    private static List<CrashCase> choose(String which, long seed) {
        List<CrashCase> all = CrashCase.all();
        if (which.equals("all")) {
            return all;
        }
        if (!which.equals("sample")) {
            List<CrashCase> named =
                    all.stream().filter(crash -> crash.name().contains(which)).toList();
            assertThat(named).as("crash cases named " + which).isNotEmpty();
            return named;
        }
        Collections.shuffle(all, new Random(seed));
        Map<FaultKind, List<CrashCase>> sample = byKind(all);
        return sample.values().stream()
                .flatMap(cases -> cases.stream().limit(SAMPLE))
                .toList();
    }

    private static Map<FaultKind, List<CrashCase>> byKind(List<CrashCase> cases) {
        Map<FaultKind, List<CrashCase>> byKind = new EnumMap<>(FaultKind.class);
        cases.forEach(crash ->
                byKind.computeIfAbsent(crash.kind(), kind -> new ArrayList<>()).add(crash));
        return byKind;
    }

    private void runAll(List<CrashCase> chosen) {
        Map<FaultKind, List<CrashCase>> byKind = byKind(chosen);
        List<CrashCase> restarts = byKind.getOrDefault(FaultKind.RESTART, List.of());
        byKind.remove(FaultKind.RESTART);
        try (var gateway = new FakeGateway()) {
            try (CrashDatabase database = CrashDatabase.open()) {
                byKind.values().forEach(cases -> runAll(cases, database, gateway, null));
            }
            if (!restarts.isEmpty()) {
                try (StoppableDatabase server = StoppableDatabase.migrated();
                        CrashDatabase database = CrashDatabase.over(server)) {
                    runAll(restarts, database, gateway, server);
                }
            }
        }
    }

    private void runAll(List<CrashCase> cases, CrashDatabase database, FakeGateway gateway, StoppableDatabase server) {
        for (int from = 0; from < cases.size(); from += BATCH) {
            List<CrashCase> batch = cases.subList(from, Math.min(cases.size(), from + BATCH));
            try {
                results.putAll(new CrashBatch(database, gateway, batch).run(server));
            } catch (RuntimeException | AssertionError e) {
                batch.forEach(crash -> results.put(crash.name(), List.of(e.toString())));
            }
        }
    }

    private List<String> report(List<CrashCase> chosen) {
        long passed = results.values().stream().filter(List::isEmpty).count();
        List<String> lines = new ArrayList<>();
        lines.add(passed + " of " + chosen.size() + " crash cases passed: "
                + chosen.stream().map(CrashCase::point).distinct().count() + " points, "
                + chosen.stream()
                        .map(crash -> List.of(crash.point(), crash.direction(), crash.position()))
                        .distinct()
                        .count()
                + " points × directions × positions");
        byKind(chosen).forEach((kind, cases) -> lines.add("  " + kind + ": " + passed(cases) + " of " + cases.size()));
        results.forEach((name, violated) -> lines.add(
                (violated.isEmpty() ? "PASSED " : "FAILED ") + name + (violated.isEmpty() ? "" : " " + violated)));
        return lines;
    }

    private long passed(List<CrashCase> cases) {
        return cases.stream()
                .filter(crash ->
                        results.getOrDefault(crash.name(), List.of("not run")).isEmpty())
                .count();
    }
}
