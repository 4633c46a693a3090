package org.headrace.benchmarks.idle;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.headrace.benchmarks.Reading;

/** What a server with Headrace uses, and how much that is above what the empty one used in the turn before. */
final class IdleTurns {

    private final Consumption empty;
    private final Consumption ours;
    private final IdleLoad load;
    private final IdleLoad.Size size;

    private double emptyPercent;

    /** @param size of the load that ours has, checked after each turn */
    IdleTurns(Consumption empty, Consumption ours, IdleLoad load, IdleLoad.Size size) {
        this.empty = empty;
        this.ours = ours;
        this.load = load;
        this.size = size;
    }

    Reading empty(Duration length) throws Exception {
        Reading reading = empty.during(length);
        emptyPercent = reading.value();
        return reading;
    }

    Reading ours(Duration length) throws Exception {
        load.rest();
        Reading reading = ours.during(length);
        load.require(size);
        Map<String, Double> besides = new TreeMap<>(reading.besides());
        besides.put("aboveEmptyPercent", reading.value() - emptyPercent);
        return new Reading(reading.value(), besides);
    }
}
