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

    private static final String ROW = "%-12s %-18s %-34s %16s %23s %7s%n";

    private final PrintStream out;
    private final Map<String, String> surroundings;
    private final List<Row> rows = new ArrayList<>();

    private record Row(String scenario, Cell cell, Contestant contestant, Sample sample, Sample limit) {}

    /** @param surroundings settings and versions, told with every cell */
    Report(PrintStream out, Map<String, String> surroundings) {
        this.out = out;
        this.surroundings = surroundings;
    }

    void add(String scenario, Cell cell, Pace pace, Map<Contestant, Sample> samples) {
        Sample limit = samples.values().iterator().next();
        samples.forEach((contestant, sample) -> rows.add(new Row(scenario, cell, contestant, sample, limit)));
        out.println(line(scenario, cell, samples, limit.median())
                .add("rounds", pace.told())
                .build());
    }

    private JsonObjectBuilder line(String scenario, Cell cell, Map<Contestant, Sample> samples, double limit) {
        JsonObjectBuilder line = Json.createObjectBuilder()
                .add("scenario", scenario)
                .add("cell", cell.name())
                .add("unit", cell.unit());
        JsonObjectBuilder peers = Json.createObjectBuilder();
        JsonObjectBuilder limits = Json.createObjectBuilder();
        JsonObjectBuilder others = Json.createObjectBuilder();
        samples.forEach((contestant, sample) -> {
            if (contestant.role() == Role.OURS) {
                line.add("ours", rounded(sample.median()))
                        .add("oursMin", rounded(sample.min()))
                        .add("oursMax", rounded(sample.max()));
                if (limit != 0) {
                    line.add("ratio", rounded(sample.median() / limit));
                }
                sample.besides().forEach((name, figure) -> line.add(name, rounded(figure)));
            } else {
                (contestant.role() == Role.PEER ? peers : limits).add(contestant.name(), rounded(sample.median()));
                if (!sample.besides().isEmpty()) {
                    JsonObjectBuilder figures = Json.createObjectBuilder();
                    sample.besides().forEach((name, figure) -> figures.add(name, rounded(figure)));
                    others.add(contestant.name(), figures);
                }
            }
        });
        line.add("limit", rounded(limit)).add("limits", limits).add("peer", peers);
        JsonObject besides = others.build();
        if (!besides.isEmpty()) {
            line.add("besides", besides);
        }
        surroundings.forEach(line::add);
        return line;
    }

    void table() {
        out.println();
        out.printf(ROW, "scenario", "cell", "who", "median", "min to max", "ratio");
        for (Row row : rows) {
            Sample sample = row.sample();
            print(
                    row,
                    row.contestant().name(),
                    number(sample.median()) + " " + row.cell().unit(),
                    number(sample.min()) + " to " + number(sample.max()),
                    ratio(sample.median(), row.limit().median()));
            Map<String, Double> limits = row.limit().besides();
            sample.besides().forEach((name, figure) -> {
                Double limit = limits.get(name);
                print(row, "  " + name, number(figure), "", limit == null ? "" : ratio(figure, limit));
            });
        }
    }

    private void print(Row row, String who, String median, String spread, String ratio) {
        out.printf(ROW, row.scenario(), row.cell().name(), who, median, spread, ratio);
    }

    /** Empty: there is nothing to compare with. */
    private static String ratio(double figure, double limit) {
        return limit == 0 ? "" : String.format(Locale.ROOT, "%.2f", figure / limit);
    }

    /** Whole where it is large, else with what matters behind the point. */
    static String number(double figure) {
        return String.format(Locale.ROOT, figure < 100 ? "%,.2f" : "%,.0f", figure);
    }

    private static BigDecimal rounded(double number) {
        return BigDecimal.valueOf(number).round(new MathContext(4));
    }
}
