package org.headrace.engine.management;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps what was read for a moment: a console asks for each attribute of a bean in turn. Safe for use by many threads. */
final class BriefCache<T> {

    private final Supplier<T> source;
    private final Duration keepFor;
    private final LongSupplier nanoTime;
    private @Nullable Kept<T> kept;

    private record Kept<T>(T value, long at) {}

    /** @param nanoTime as {@link System#nanoTime} */
    BriefCache(Supplier<T> source, Duration keepFor, LongSupplier nanoTime) {
        this.source = source;
        this.keepFor = keepFor;
        this.nanoTime = nanoTime;
    }

    synchronized T get() {
        Kept<T> known = kept;
        long now = nanoTime.getAsLong();
        if (known == null || now - known.at() > keepFor.toNanos()) {
            known = new Kept<>(source.get(), now);
            kept = known;
        }
        return known.value();
    }

    /** It is read anew next time. */
    synchronized void forget() {
        kept = null;
    }
}
