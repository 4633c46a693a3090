package org.headrace.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What has changed between two looks at the world, in lines.
 *
 * @param added lines that were not there before, sorted
 * @param removed lines that are not there any more, sorted
 */
record Effects(List<String> added, List<String> removed) {

    private static final String SAGA = "<saga>";

    static Effects between(List<String> before, List<String> after) {
        return new Effects(minus(after, before), minus(before, after));
    }

    /** Those of one saga, whose id is told by a word, so that runs compare. */
    Effects of(String sagaId) {
        return new Effects(without(added, sagaId), without(removed, sagaId));
    }

    /** A collection is told by its elements, a map by its entries, a text by its lines. */
    static List<String> lines(Object seen) {
        if (seen instanceof Collection<?> all) {
            return all.stream().map(String::valueOf).toList();
        }
        if (seen instanceof Map<?, ?> all) {
            return lines(all.entrySet());
        }
        return seen.toString().lines().toList();
    }

    boolean isNone() {
        return added.isEmpty() && removed.isEmpty();
    }

    /** One line each, indented; begins on a new line. */
    String text() {
        if (isNone()) {
            return "\n  (nothing)";
        }
        var text = new StringBuilder();
        added.forEach(line -> text.append("\n  + ").append(line));
        removed.forEach(line -> text.append("\n  - ").append(line));
        return text.toString();
    }

    private static List<String> minus(List<String> lines, List<String> others) {
        List<String> left = new ArrayList<>(lines);
        others.forEach(left::remove);
        return left.stream().sorted().toList();
    }

    private static List<String> without(List<String> lines, String sagaId) {
        return lines.stream().map(line -> line.replace(sagaId, SAGA)).sorted().toList();
    }
}
