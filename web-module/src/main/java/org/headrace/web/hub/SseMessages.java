package org.headrace.web.hub;

import org.headrace.engine.hub.HubProtocol;
import org.headrace.json.JsonWriter;
import org.headrace.stream.RecordedEvent;
import org.headrace.web.stream.EventJson;
import org.headrace.web.stream.Naming;
import org.jspecify.annotations.Nullable;

/**
 * What the server says as server-sent events (the HTML standard, section 9.2). An event of the log is a message without a
 * name, since browsers give one with a name to nobody who did not ask for that name; its id is the offset, and its data
 * one line of JSON.
 */
final class SseMessages implements HubProtocol {

    static final SseMessages CAMEL = new SseMessages(Naming.CAMEL);
    static final SseMessages PASCAL = new SseMessages(Naming.PASCAL);

    /** Sent first: how long a browser waits before it connects again, in milliseconds. */
    static final String RETRY = "retry: 2000\n\n";

    private static final String PING = ": ping\n\n";

    private final Naming naming;

    private SseMessages(Naming naming) {
        this.naming = naming;
    }

    static SseMessages in(Naming naming) {
        return naming == Naming.CAMEL ? CAMEL : PASCAL;
    }

    @Override
    public String name() {
        return "sse";
    }

    @Override
    public String naming() {
        return naming.label();
    }

    @Override
    public boolean joins() {
        return true;
    }

    @Override
    public boolean isOneSubscription() {
        return true;
    }

    @Override
    public String eventStart(RecordedEvent event) {
        var out = new StringBuilder(event.data().text().length() + 512);
        out.append("id: ").append(event.offset()).append("\ndata: ");
        int json = out.length();
        return onOneLine(EventJson.open(out, event, naming), json).toString();
    }

    /** A line break in JSON is between its tokens, as a space is: those in strings are escaped. */
    private static StringBuilder onOneLine(StringBuilder out, int from) {
        for (int i = from; i < out.length(); i++) {
            char c = out.charAt(i);
            if (c == '\n' || c == '\r') {
                out.setCharAt(i, ' ');
            }
        }
        return out;
    }

    @Override
    public String eventEnd(long previous, @Nullable String resultId) {
        return EventJson.member(naming, "previous", previous) + "}\n\n";
    }

    /** With an id, so that who comes back goes on after the gap. */
    @Override
    public String skipped(String stream, long from, long to) {
        return "id: " + to + "\nevent: skipped\ndata: {\"from\":" + from + ",\"to\":" + to + "}\n\n";
    }

    @Override
    public String confirmed(String stream) {
        return ": subscribed to " + stream + "\n\n";
    }

    /** Tells the place as the id of the event before: who is cut off before the first event comes back to it. */
    @Override
    public String confirmed(String stream, long next) {
        return ": subscribed to " + stream + "\nid: " + (next - 1) + "\n\n";
    }

    /** Nobody calls. */
    @Override
    public @Nullable String completed(@Nullable String call) {
        return null;
    }

    @Override
    public @Nullable String refused(@Nullable String call, @Nullable String stream, String message) {
        return null;
    }

    @Override
    public String subscriptionRefused(@Nullable String call, @Nullable String stream, String message) {
        return close(message, false);
    }

    @Override
    public String ping() {
        return PING;
    }

    /** A client that comes again is told by the answer's status whether it may. */
    @Override
    public String close(String reason, boolean reconnect) {
        return JsonWriter.quote(new StringBuilder("event: end\ndata: {\"reason\":"), reason)
                .append("}\n\n")
                .toString();
    }

    @Override
    public boolean clientsPing() {
        return false;
    }
}
