package org.headrace.trace;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * A place in a trace: W3C Trace Context (https://www.w3.org/TR/trace-context/), versions 00 and those to come. What is not
 * valid is no trace: it is ignored, as the recommendation has it, and never an error. Immutable.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all 0
 * @param spanId 16 of them, not all 0: who asked for what follows ({@code parent-id})
 * @param sampled whether the asker records its part
 * @param state the list members of {@code tracestate}, joined by commas; empty: none
 */
public record TraceContext(String traceId, String spanId, boolean sampled, String state) {

    /** The header, and the member of an event's metadata. */
    public static final String TRACEPARENT = "traceparent";

    /** The header, and the member of an event's metadata, beside {@link #TRACEPARENT}. */
    public static final String TRACESTATE = "tracestate";

    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?", Pattern.DOTALL);
    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern SPAN_ID = Pattern.compile("[0-9a-f]{16}");

    /** @throws IllegalArgumentException when an id is not as described above */
    public TraceContext {
        if (!isId(TRACE_ID, traceId) || !isId(SPAN_ID, spanId)) {
            throw new IllegalArgumentException("No ids of a trace: " + traceId + ", " + spanId);
        }
        state = TraceState.valid(state);
    }

    /**
     * What two headers say; empty: nothing, or what is not valid. A {@code tracestate} that is not valid is left out.
     *
     * @param tracestate of several headers, their values joined by commas
     */
    public static Optional<TraceContext> parse(@Nullable String traceparent, @Nullable String tracestate) {
        Matcher form = FORM.matcher(traceparent == null ? "" : traceparent.strip());
        if (!form.matches()
                || form.group(1).equals("ff")
                || (form.group(1).equals("00") && form.group(5) != null)
                || !isId(TRACE_ID, form.group(2))
                || !isId(SPAN_ID, form.group(3))) {
            return Optional.empty();
        }
        boolean sampled = (Integer.parseInt(form.group(4), 16) & 1) != 0;
        return Optional.of(
                new TraceContext(form.group(2), form.group(3), sampled, tracestate == null ? "" : tracestate));
    }

    /** What an event's metadata says; empty: nothing. */
    public static Optional<TraceContext> in(JsonText metadata) {
        // Most events have none, and every event that is processed is asked.
        if (!metadata.text().contains(TRACEPARENT)) {
            return Optional.empty();
        }
        String parent = null;
        String state = null;
        var members = new JsonScanner(metadata.text());
        members.beginObject();
        for (String name = members.nextName(); name != null; name = members.nextName()) {
            JsonText value = members.value();
            if (name.equals(TRACEPARENT)) {
                parent = string(value);
            } else if (name.equals(TRACESTATE)) {
                state = string(value);
            }
        }
        return parse(parent, state);
    }

    private static @Nullable String string(JsonText value) {
        return value.text().startsWith("\"") ? JsonScanner.unquote(value) : null;
    }

    /** That of what the calling thread does; empty: it is in no trace. See {@link TraceScope}. */
    public static Optional<TraceContext> current() {
        return TraceScope.current();
    }

    /** The same trace, gone on with by somebody: a new random span id. */
    public TraceContext child() {
        long span = 0;
        while (span == 0) {
            span = ThreadLocalRandom.current().nextLong();
        }
        return new TraceContext(traceId, String.format(Locale.ROOT, "%016x", span), sampled, state);
    }

    /** The value of the header, in version 00. */
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }

    private static boolean isId(Pattern form, String id) {
        return form.matcher(id).matches() && id.chars().anyMatch(c -> c != '0');
    }
}
