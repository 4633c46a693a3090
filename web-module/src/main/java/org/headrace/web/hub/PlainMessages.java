package org.headrace.web.hub;

import org.headrace.engine.hub.HubProtocol;
import org.headrace.json.JsonWriter;
import org.headrace.stream.RecordedEvent;
import org.headrace.web.stream.EventJson;
import org.headrace.web.stream.Naming;
import org.jspecify.annotations.Nullable;

/** What the server says in the subprotocol {@code headrace.v1+json}: one JSON object a WebSocket message. */
final class PlainMessages implements HubProtocol {

    static final String SUBPROTOCOL = "headrace.v1+json";

    static final PlainMessages CAMEL = new PlainMessages(Naming.CAMEL);
    static final PlainMessages PASCAL = new PlainMessages(Naming.PASCAL);

    private final Naming naming;

    private PlainMessages(Naming naming) {
        this.naming = naming;
    }

    static PlainMessages in(Naming naming) {
        return naming == Naming.CAMEL ? CAMEL : PASCAL;
    }

    @Override
    public String name() {
        return SUBPROTOCOL;
    }

    @Override
    public String naming() {
        return naming.label();
    }

    @Override
    public boolean joins() {
        return false;
    }

    @Override
    public String eventStart(RecordedEvent event) {
        var out = new StringBuilder(event.data().text().length() + 512);
        JsonWriter.quote(out.append("{\"op\":\"event\",\"stream\":"), event.stream());
        return EventJson.open(out.append(",\"event\":"), event, naming).toString();
    }

    @Override
    public String eventEnd(long previous, @Nullable String resultId) {
        return EventJson.member(naming, "previous", previous) + "}}";
    }

    @Override
    public String skipped(String stream, long from, long to) {
        return JsonWriter.quote(new StringBuilder("{\"op\":\"skipped\",\"stream\":"), stream)
                .append(",\"from\":")
                .append(from)
                .append(",\"to\":")
                .append(to)
                .append('}')
                .toString();
    }

    @Override
    public String confirmed(String stream) {
        return JsonWriter.quote(new StringBuilder("{\"op\":\"confirmed\",\"stream\":"), stream)
                .append('}')
                .toString();
    }

    private static String error(@Nullable String stream, String message) {
        return error(stream, message, false);
    }

    private static String error(@Nullable String stream, String message, boolean reconnect) {
        var out = new StringBuilder("{\"op\":\"error\"");
        if (stream != null) {
            JsonWriter.quote(out.append(",\"stream\":"), stream);
        }
        return JsonWriter.quote(out.append(",\"message\":"), message)
                .append(reconnect ? ",\"reconnect\":true}" : "}")
                .toString();
    }

    /** Confirmations and errors are all the answers there are. */
    @Override
    public @Nullable String completed(@Nullable String call) {
        return null;
    }

    @Override
    public String refused(@Nullable String call, @Nullable String stream, String message) {
        return error(stream, message);
    }

    @Override
    public String subscriptionRefused(@Nullable String call, @Nullable String stream, String message) {
        return error(stream, message);
    }

    @Override
    public String ping() {
        return "{\"op\":\"ping\"}";
    }

    @Override
    public String close(String reason, boolean reconnect) {
        return error(null, reason, reconnect);
    }

    /** Programs that only listen need no timer: a WebSocket answers pings by itself. */
    @Override
    public boolean clientsPing() {
        return false;
    }
}
