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
            contestant.probe().run(pace.warmUp());
        }
        Map<Contestant, List<Reading>> readings = new LinkedHashMap<>();
        cell.contestants().forEach(contestant -> readings.put(contestant, new ArrayList<>()));
        for (int round = 0; round < pace.rounds(); round++) {
            for (Map.Entry<Contestant, List<Reading>> entry : readings.entrySet()) {
                cell.between().prepare();
                Reading reading = entry.getKey().probe().run(pace.turn());
                entry.getValue().add(reading);
                System.err.printf(
                        "%s, round %d of %d: %s %s %s %s%n",
                        cell.name(),
                        round + 1,
                        pace.rounds(),
                        entry.getKey().name(),
                        Report.number(reading.value()),
                        cell.unit(),
                        reading.besides());
            }
        }
        Map<Contestant, Sample> samples = new LinkedHashMap<>();
        readings.forEach((contestant, of) -> samples.put(contestant, new Sample(of)));
        return samples;
    }
}
