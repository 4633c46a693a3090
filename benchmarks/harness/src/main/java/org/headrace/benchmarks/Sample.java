package org.headrace.benchmarks;

import java.util.List;

/** The rates of one contestant, one a round, at least one. */
public record Sample(List<Double> rates) {

    public Sample {
        rates = List.copyOf(rates);
    }

    public double median() {
        List<Double> sorted = rates.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    public double min() {
        return rates.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    public double max() {
        return rates.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
