package org.headrace.benchmarks;

import java.util.List;
import org.headrace.benchmarks.Contestant.Role;

/**
 * One comparison.
 *
 * @param name short, as {@code happy-16}
 * @param unit of its figures: {@code events/s}, more being better, or {@code ms}, less being better
 * @param contestants a limit first
 * @param between run before every turn, outside of what is measured, so that all find the same
 */
public record Cell(String name, String unit, List<Contestant> contestants, Preparation between) {

    /** Puts things in order between two turns. */
    public interface Preparation {
        void prepare() throws Exception;
    }

    public Cell {
        contestants = List.copyOf(contestants);
        if (contestants.isEmpty() || contestants.get(0).role() != Role.LIMIT) {
            throw new IllegalArgumentException("The first contestant of " + name + " is not a limit");
        }
    }
}
