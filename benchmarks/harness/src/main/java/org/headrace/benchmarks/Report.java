package org.headrace.benchmarks;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.headrace.benchmarks.Contestant.Role;

/** Prints a line of JSON for each cell as soon as it is measured, and a table of all at the end. */
final class Report {

    private static final String ROW = "%-12s %-18s %-34s %12s %23s %7s%n";

    private final PrintStream out;
    private final Map<String, String> surroundings;
    private final List<Row> rows = new ArrayList<>();

    private record Row(String scenario, Cell cell, Contestant contestant, Sample sample, double ratio) {}

    /** @param surroundings settings and versions, told with every cell */
    Report(PrintStream out, Map<String, String> surroundings) {
        this.out = out;
        this.surroundings = surroundings;
    }

    void add(String scenario, Cell cell, Map<Contestant, Sample> samples) {
        double limit = samples.values().iterator().next().median();
        samples.forEach(
                (contestant, sample) -> rows.add(new Row(scenario, cell, contestant, sample, sample.median() / limit)));
        out.println(line(scenario, cell, samples, limit));
    }

    private JsonObject line(String scenario, Cell cell, Map<Contestant, Sample> samples, double limit) {
        JsonObjectBuilder line = Json.createObjectBuilder()
                .add("scenario", scenario)
                .add("cell", cell.name())
                .add("unit", cell.unit() + "/s");
        JsonObjectBuilder peers = Json.createObjectBuilder();
        JsonObjectBuilder limits = Json.createObjectBuilder();
        samples.forEach((contestant, sample) -> {
            if (contestant.role() == Role.OURS) {
                line.add("ours", rounded(sample.median()))
                        .add("oursMin", rounded(sample.min()))
                        .add("oursMax", rounded(sample.max()))
                        .add("ratio", rounded(sample.median() / limit));
            } else {
                (contestant.role() == Role.PEER ? peers : limits).add(contestant.name(), rounded(sample.median()));
            }
        });
        line.add("limit", rounded(limit)).add("limits", limits).add("peer", peers);
        surroundings.forEach(line::add);
        return line.build();
    }

    void table() {
        out.println();
        out.printf(ROW, "scenario", "cell", "who", "median/s", "min to max", "ratio");
        for (Row row : rows) {
            out.printf(
                    ROW,
                    row.scenario(),
                    row.cell().name(),
                    row.contestant().name(),
                    number(row.sample().median()),
                    number(row.sample().min()) + " to " + number(row.sample().max()),
                    String.format(Locale.ROOT, "%.2f", row.ratio()));
        }
    }

    private static String number(double rate) {
        return String.format(Locale.ROOT, "%,.0f", rate);
    }

    private static BigDecimal rounded(double number) {
        return BigDecimal.valueOf(number).round(new MathContext(4));
    }
}
