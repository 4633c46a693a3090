package org.headrace.web.stream;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.headrace.stream.NewEvent;
import org.headrace.web.request.UuidText;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event of a request: {@code {"type","key"?,"data","metadata"?,"eventId"?,"occurredAt"?}}. Unknown members are
 * refused, so that a slip of the pen does not lose data.
 */
final class EventParser {

    private final JsonScanner in;
    private final String path;
    private final List<Violation> violations = new ArrayList<>(0);
    private final Set<String> seen = new HashSet<>();

    private @Nullable String type;
    private @Nullable String key;
    private @Nullable JsonText data;
    private JsonText metadata = JsonText.EMPTY_OBJECT;
    private @Nullable UUID eventId;
    private @Nullable String occurredAt;

    private EventParser(JsonScanner in, String path) {
        this.in = in;
        this.path = path;
    }

    /**
     * Reads the next value.
     *
     * @param path where the event stands in the body, e.g. {@code [3]}; empty: it is the body
     * @param idWhenNone the event's id when it names none itself; null: the log makes one
     * @throws InvalidInputException naming each field that is not as it should be
     * @throws org.headrace.json.JsonSyntaxException when it is not JSON
     */
    static NewEvent parse(JsonScanner in, String path, @Nullable UUID idWhenNone) {
        return new EventParser(in, path).event(idWhenNone);
    }

    private NewEvent event(@Nullable UUID idWhenNone) {
        if (in.peek() != '{') {
            in.value();
            throw new InvalidInputException(path.isEmpty() ? "body" : path, "must be an event, which is a JSON object");
        }
        in.beginObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            member(name, in.value());
        }
        if (type == null && !seen.contains("type")) {
            violation("type", "is missing");
        }
        if (data == null) {
            violation("data", "is missing");
        }
        if (type == null || data == null || !violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        try {
            return new NewEvent(eventId == null ? idWhenNone : eventId, type, key, data, metadata, occurredAt);
        } catch (InvalidInputException invalid) {
            throw path.isEmpty() ? invalid : invalid.within(path + ".");
        }
    }

    private void member(String name, JsonText value) {
        if (!seen.add(name)) {
            violation(name, "is given twice");
            return;
        }
        boolean isNull = value.text().equals("null");
        switch (name) {
            case "type" -> type = string(name, value);
            case "key" -> key = isNull ? null : string(name, value);
            case "data" -> data = value;
            case "metadata" -> metadata = isNull ? JsonText.EMPTY_OBJECT : value;
            case "eventId" -> eventId = isNull ? null : uuid(name, value);
            case "occurredAt" -> occurredAt = isNull ? null : string(name, value);
            case "eventType" -> violation(name, "is unknown here: use type");
            default ->
                violation(
                        shortened(name), "is unknown: an event has type, key, data, metadata, eventId and occurredAt");
        }
    }

    private @Nullable String string(String name, JsonText value) {
        if (value.text().charAt(0) != '"') {
            violation(name, "must be a string");
            return null;
        }
        return JsonScanner.unquote(value);
    }

    private @Nullable UUID uuid(String name, JsonText value) {
        String text = value.text().charAt(0) == '"' ? JsonScanner.unquote(value) : "";
        UUID uuid = UuidText.parse(text);
        if (uuid == null) {
            violation(name, "must be a UUID, such as 0198c5a0-7b6e-7d3a-9f00-2b1f4c1f9a10");
        }
        return uuid;
    }

    private void violation(String field, String message) {
        violations.add(new Violation(path.isEmpty() ? field : path + "." + field, message));
    }

    private static String shortened(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100) + "…";
    }
}
