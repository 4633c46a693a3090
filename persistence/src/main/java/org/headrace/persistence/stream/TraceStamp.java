package org.headrace.persistence.stream;

import java.util.LinkedHashMap;
import java.util.Map;
import org.headrace.stream.Append;
import org.headrace.trace.TraceContext;

/**
 * Writes into the metadata of events the trace that the calling thread is in, where the caller has not named one itself.
 * A repetition under another trace is still a repetition: metadata does not tell events apart.
 */
final class TraceStamp {

    private TraceStamp() {}

    static Append on(Append append) {
        return TraceContext.current().map(trace -> stamped(append, trace)).orElse(append);
    }

    private static Append stamped(Append append, TraceContext trace) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put(TraceContext.TRACEPARENT, trace.traceparent());
        if (!trace.state().isEmpty()) {
            members.put(TraceContext.TRACESTATE, trace.state());
        }
        return MetadataMembers.on(append, event -> MetadataMembers.added(event, TraceContext.TRACEPARENT, members));
    }
}
