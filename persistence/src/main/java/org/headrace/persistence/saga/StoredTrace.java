package org.headrace.persistence.saga;

import org.headrace.trace.TraceContext;
import org.jspecify.annotations.Nullable;

/** A trace in one column: its {@code traceparent}, and behind a blank its {@code tracestate} where there is one. */
final class StoredTrace {

    private StoredTrace() {}

    static @Nullable String write(@Nullable TraceContext trace) {
        if (trace == null) {
            return null;
        }
        return trace.state().isEmpty() ? trace.traceparent() : trace.traceparent() + " " + trace.state();
    }

    static @Nullable TraceContext read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int blank = text.indexOf(' ');
        return (blank < 0
                        ? TraceContext.parse(text, null)
                        : TraceContext.parse(text.substring(0, blank), text.substring(blank + 1)))
                .orElse(null);
    }
}
