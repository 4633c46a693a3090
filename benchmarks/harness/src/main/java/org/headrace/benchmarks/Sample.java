package org.headrace.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one contestant has shown, once a round, in at least one. */
public record Sample(List<Reading> readings) {

    public Sample {
        readings = List.copyOf(readings);
    }

    public double median() {
        return median(readings.stream().map(Reading::value).toList());
    }

    public double min() {
        return readings.stream().mapToDouble(Reading::value).min().orElseThrow();
    }

    public double max() {
        return readings.stream().mapToDouble(Reading::value).max().orElseThrow();
    }

    /** The medians of the other figures, by name. One that not every round has is left out. */
    public Map<String, Double> besides() {
        Map<String, Double> medians = new TreeMap<>();
        for (String name : readings.get(0).besides().keySet()) {
            List<Double> found = readings.stream()
                    .map(Reading::besides)
                    .filter(figures -> figures.containsKey(name))
                    .map(figures -> figures.get(name))
                    .toList();
            if (found.size() == readings.size()) {
                medians.put(name, median(found));
            }
        }
        return medians;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
