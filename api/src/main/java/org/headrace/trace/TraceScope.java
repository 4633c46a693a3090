package org.headrace.trace;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * As long as it is open, what the thread that opened it does belongs to a trace: what it appends carries the trace in its
 * metadata, a saga that it starts is carried by it. Scopes nest; close them on the same thread, the last one first:
 *
 * <pre>{@code
 * TraceScope scope = TraceScope.open(trace);
 * try {
 *     log.append("Orders", event);
 * } finally {
 *     scope.close();
 * }
 * }</pre>
 */
public final class TraceScope implements AutoCloseable {

    private static final ThreadLocal<@Nullable TraceContext> CURRENT = new ThreadLocal<>();

    private final @Nullable TraceContext before;

    private TraceScope(@Nullable TraceContext before) {
        this.before = before;
    }

    /** @param trace null: what is done belongs to none */
    public static TraceScope open(@Nullable TraceContext trace) {
        var scope = new TraceScope(CURRENT.get());
        set(trace);
        return scope;
    }

    static Optional<TraceContext> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    private static void set(@Nullable TraceContext trace) {
        if (trace == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(trace);
        }
    }

    @Override
    public void close() {
        set(before);
    }
}
