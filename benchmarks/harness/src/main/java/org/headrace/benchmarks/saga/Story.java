package org.headrace.benchmarks.saga;

import java.util.Locale;

/** How a saga goes. */
enum Story {
    /** Its three steps succeed. */
    HAPPY,
    /** Two succeed, the third fails, and the two are undone. */
    COMPENSATED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
