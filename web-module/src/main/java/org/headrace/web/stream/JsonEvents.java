package org.headrace.web.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonScanner;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.jspecify.annotations.Nullable;

/** A JSON body: one event, or an array of them. */
final class JsonEvents {

    private JsonEvents() {}

    static List<NewEvent> read(InputStream body, BodyLimits limits, @Nullable IdempotencyKey key) throws IOException {
        var in = new JsonScanner(JsonBody.text(body, limits));
        if (in.peek() == 0) {
            throw new InvalidInputException("body", "is empty: send an event, or an array of events");
        }
        List<NewEvent> events = in.peek() == '['
                ? array(in, key)
                : List.of(EventParser.parse(in, "", key == null ? null : key.ofSingleEvent()));
        in.end();
        return events;
    }

    private static List<NewEvent> array(JsonScanner in, @Nullable IdempotencyKey key) {
        List<NewEvent> events = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
            int index = events.size();
            if (index == Append.MAX_EVENTS) {
                throw BodyLimits.tooLarge("An array holds at most " + Append.MAX_EVENTS
                        + " events: send more of them as NDJSON (application/x-ndjson)");
            }
            events.add(EventParser.parse(in, "[" + index + "]", key == null ? null : key.ofEvent(index)));
        }
        if (events.isEmpty()) {
            throw new InvalidInputException("body", "is an empty array: send at least one event");
        }
        return events;
    }
}
