package org.headrace.engine.hub;

import java.util.function.IntSupplier;

/** How many bytes the tail of one stream may hold: a fair part of what all may hold together. */
record TailBudget(IntSupplier streams) {

    private static final long ALL = 64L << 20;
    private static final long MOST = 8L << 20;
    private static final long LEAST = 64L << 10;

    long bytes() {
        return Math.max(LEAST, Math.min(MOST, ALL / Math.max(1, streams.getAsInt())));
    }
}
