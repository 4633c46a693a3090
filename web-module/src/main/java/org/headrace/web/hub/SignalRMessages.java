package org.headrace.web.hub;

import org.headrace.engine.hub.NumberedProtocol;
import org.headrace.json.JsonWriter;
import org.headrace.stream.RecordedEvent;
import org.headrace.web.stream.EventJson;
import org.headrace.web.stream.Naming;
import org.jspecify.annotations.Nullable;

/**
 * What the server says in SignalR's JSON protocol: messages that end in U+001E. No member is ever null: clients close a
 * connection that sends {@code "error":null}. A call has always the same number of arguments: the Java client drops a
 * call with another.
 */
final class SignalRMessages implements NumberedProtocol {

    static final SignalRMessages CAMEL = new SignalRMessages(Naming.CAMEL);
    static final SignalRMessages PASCAL = new SignalRMessages(Naming.PASCAL);

    static final char END = '\u001e';
    static final String HANDSHAKE_DONE = "{}" + END;

    /** What all our messages begin with. */
    private static final String TYPE = "{\"type\":";

    private static final char LAST_NUMBERED = '5';

    private static final String PING = "{\"type\":6}" + END;

    private final Naming naming;

    private SignalRMessages(Naming naming) {
        this.naming = naming;
    }

    static SignalRMessages in(Naming naming) {
        return naming == Naming.CAMEL ? CAMEL : PASCAL;
    }

    static String handshakeFailed(String error) {
        return JsonWriter.quote(new StringBuilder("{\"error\":"), error)
                .append('}')
                .append(END)
                .toString();
    }

    @Override
    public String name() {
        return "signalr-json";
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
    public String eventStart(RecordedEvent event) {
        var out = new StringBuilder(event.data().text().length() + 512);
        JsonWriter.quote(out.append("{\"type\":1,\"target\":\"EventReceived\",\"arguments\":["), event.stream());
        return EventJson.open(out.append(','), event, naming).toString();
    }

    @Override
    public boolean asksForResults() {
        return true;
    }

    /** An id of ours needs no escapes. */
    @Override
    public String eventEnd(long previous, @Nullable String resultId) {
        String call = resultId == null ? "" : ",\"invocationId\":\"" + resultId + "\"";
        return EventJson.member(naming, "previous", previous) + "}]" + call + "}" + END;
    }

    @Override
    public String skipped(String stream, long from, long to) {
        var out = new StringBuilder("{\"type\":1,\"target\":\"EventsSkipped\",\"arguments\":[");
        return JsonWriter.quote(out, stream)
                .append(",{\"from\":")
                .append(from)
                .append(",\"to\":")
                .append(to)
                .append("}]}")
                .append(END)
                .toString();
    }

    @Override
    public String confirmed(String stream) {
        return call("SubscriptionConfirmed", stream);
    }

    @Override
    public @Nullable String completed(@Nullable String call) {
        return call == null
                ? null
                : JsonWriter.quote(new StringBuilder("{\"type\":3,\"invocationId\":"), call)
                        .append('}')
                        .append(END)
                        .toString();
    }

    @Override
    public @Nullable String refused(@Nullable String call, @Nullable String stream, String message) {
        if (call == null) {
            return null;
        }
        var out = JsonWriter.quote(new StringBuilder("{\"type\":3,\"invocationId\":"), call);
        return JsonWriter.quote(out.append(",\"error\":"), message)
                .append('}')
                .append(END)
                .toString();
    }

    @Override
    public String subscriptionRefused(@Nullable String call, @Nullable String stream, String message) {
        String completion = refused(call, stream, message);
        return call("Error", message) + (completion == null ? "" : completion);
    }

    @Override
    public int numbered(String text) {
        int count = 0;
        for (int start = 0; start < text.length(); start = text.indexOf(END, start) + 1) {
            int type = start + TYPE.length();
            if (text.startsWith(TYPE, start) && text.charAt(type) <= LAST_NUMBERED && text.charAt(type + 1) == ',') {
                count++;
            }
        }
        return count;
    }

    @Override
    public String received(long number) {
        return "{\"type\":8,\"sequenceId\":" + number + "}" + END;
    }

    @Override
    public String continuesAt(long number) {
        return "{\"type\":9,\"sequenceId\":" + number + "}" + END;
    }

    @Override
    public String ping() {
        return PING;
    }

    @Override
    public String close(String reason, boolean reconnect) {
        return JsonWriter.quote(new StringBuilder("{\"type\":7,\"error\":"), reason)
                .append(reconnect ? ",\"allowReconnect\":true}" : "}")
                .append(END)
                .toString();
    }

    @Override
    public boolean clientsPing() {
        return true;
    }

    private static String call(String target, String argument) {
        var out = new StringBuilder("{\"type\":1,\"target\":\"").append(target);
        return JsonWriter.quote(out.append("\",\"arguments\":["), argument)
                .append("]}")
                .append(END)
                .toString();
    }
}
