package org.headrace.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Has a cell's contestants take turns, so that what disturbs the machine disturbs them all. */
final class Rounds {

    private Rounds() {}

    static Map<Contestant, Sample> of(Cell cell, Pace pace) throws Exception {
        for (Contestant contestant : cell.contestants()) {
            cell.between().prepare();
            contestant.turn().run(pace.warmUp());
        }
        Map<Contestant, List<Double>> rates = new LinkedHashMap<>();
        cell.contestants().forEach(contestant -> rates.put(contestant, new ArrayList<>()));
        for (int round = 0; round < pace.rounds(); round++) {
            for (Map.Entry<Contestant, List<Double>> entry : rates.entrySet()) {
                cell.between().prepare();
                double rate = entry.getKey().turn().run(pace.turn());
                entry.getValue().add(rate);
                System.err.printf(
                        "%s, round %d of %d: %s %.0f %s/s%n",
                        cell.name(), round + 1, pace.rounds(), entry.getKey().name(), rate, cell.unit());
            }
        }
        Map<Contestant, Sample> samples = new LinkedHashMap<>();
        rates.forEach((contestant, of) -> samples.put(contestant, new Sample(of)));
        return samples;
    }
}
