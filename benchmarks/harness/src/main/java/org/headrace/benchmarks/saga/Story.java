package org.headrace.benchmarks.saga;

import java.util.Locale;

/** How a saga goes. */
enum Story {
    /** Its three steps succeed. */
    HAPPY("A, B, C"),
    /** Two succeed, the third fails, and the two are undone. */
    COMPENSATED("A, B, undo B, undo A");

    private final String effects;

    Story(String effects) {
        this.effects = effects;
    }

    /** What it leaves in {@code benchmark_effects}, in order. */
    String effects() {
        return effects;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
