package org.headrace.benchmarks;

import java.util.Map;

/**
 * What one turn has shown.
 *
 * @param value in the cell's unit
 * @param besides other figures by name, such as {@code p99Ms}, in the units that their names say
 */
public record Reading(double value, Map<String, Double> besides) {

    public Reading {
        besides = Map.copyOf(besides);
    }

    public static Reading of(double value) {
        return new Reading(value, Map.of());
    }
}
