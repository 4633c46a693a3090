package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scrape in the text format of Prometheus, version 0.0.4, read strictly: what the format does not allow fails.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition formats</a>
 */
final class PrometheusText {

    private static final Pattern TYPE =
            Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)");
    private static final Pattern HELP =
            Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (?:[^\\\\\n]|\\\\\\\\|\\\\n)*");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? ([-+]?(?:[0-9.]+(?:[eE][-+]?[0-9]+)?|Inf|NaN))");
    private static final Pattern LABEL =
            Pattern.compile("\\G([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\\\\\"\n]|\\\\\\\\|\\\\\"|\\\\n)*)\"(,|$)");

    private final List<Sample> samples = new ArrayList<>();
    private final Map<String, String> types = new HashMap<>();

    /** One line. */
    record Sample(String name, SortedMap<String, String> labels, double value) {

        boolean has(String... namesAndValues) {
            for (int i = 0; i < namesAndValues.length; i += 2) {
                if (!namesAndValues[i + 1].equals(labels.get(namesAndValues[i]))) {
                    return false;
                }
            }
            return true;
        }
    }

    private PrometheusText() {}

    static PrometheusText parse(String text) {
        assertThat(text).endsWith("\n");
        var parsed = new PrometheusText();
        Set<String> closed = new HashSet<>();
        Set<Object> seen = new HashSet<>();
        String family = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("#")) {
                Matcher comment = (line.startsWith("# TYPE") ? TYPE : HELP).matcher(line);
                assertThat(comment.matches()).as(line).isTrue();
                if (!comment.group(1).equals(family)) {
                    closed.add(family);
                    family = comment.group(1);
                    assertThat(closed).as("families in one piece: " + line).doesNotContain(family);
                }
                if (line.startsWith("# TYPE")) {
                    assertThat(parsed.types.put(family, comment.group(2)))
                            .as(line)
                            .isNull();
                }
                continue;
            }
            Sample sample = sample(line);
            assertThat(seen.add(List.of(sample.name(), sample.labels())))
                    .as("once: " + line)
                    .isTrue();
            assertThat(familiesOf(sample.name()))
                    .as("below its own type: " + line)
                    .contains(family);
            parsed.samples.add(sample);
        }
        parsed.checkHistograms();
        return parsed;
    }

    private static List<String> familiesOf(String name) {
        return List.of(name, name.replaceFirst("_(bucket|sum|count)$", ""));
    }

    private static Sample sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        SortedMap<String, String> labels = new TreeMap<>();
        if (sample.group(2) != null) {
            Matcher label = LABEL.matcher(sample.group(2));
            int end = 0;
            while (label.find()) {
                assertThat(labels.put(label.group(1), label.group(2))).as(line).isNull();
                end = label.end();
            }
            assertThat(end).as(line).isEqualTo(sample.group(2).length());
        }
        return new Sample(sample.group(1), labels, number(sample.group(3)));
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** Buckets rise, and the last one holds all. */
    private void checkHistograms() {
        types.forEach((family, type) -> {
            if (type.equals("histogram")) {
                assertThat(all(family + "_count")).as(family).isNotEmpty();
                for (Sample count : all(family + "_count")) {
                    double before = 0;
                    double last = Double.NaN;
                    for (Sample bucket : all(family + "_bucket")) {
                        SortedMap<String, String> labels = new TreeMap<>(bucket.labels());
                        String end = labels.remove("le");
                        if (labels.equals(count.labels())) {
                            assertThat(bucket.value()).as(bucket.toString()).isGreaterThanOrEqualTo(before);
                            before = bucket.value();
                            last = "+Inf".equals(end) ? bucket.value() : last;
                        }
                    }
                    assertThat(last).as(count.toString()).isEqualTo(count.value());
                }
            }
        });
    }

    String typeOf(String family) {
        return types.getOrDefault(family, "");
    }

    Set<String> families() {
        return types.keySet();
    }

    /** Whether a sample of this name is there, or may be: its family is. */
    boolean has(String name) {
        return familiesOf(name).stream().anyMatch(types::containsKey);
    }

    List<Sample> all(String name, String... labels) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name) && sample.has(labels))
                .toList();
    }

    /** The sum of all that have these labels; 0 where there is none. */
    double sum(String name, String... labels) {
        return all(name, labels).stream().mapToDouble(Sample::value).sum();
    }
}
