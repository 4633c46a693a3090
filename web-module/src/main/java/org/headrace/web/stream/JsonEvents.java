package org.headrace.web.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonScanner;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.headrace.web.request.Utf8;
import org.jspecify.annotations.Nullable;

/** A JSON body: one event, or an array of them. */
final class JsonEvents {

    private JsonEvents() {}

    static List<NewEvent> read(InputStream body, BodyLimits limits, @Nullable IdempotencyKey key) throws IOException {
        byte[] bytes = bounded(body, limits);
        int start = ByteOrderMark.length(bytes, 0, bytes.length);
        var in = new JsonScanner(Utf8.decode(bytes, start, bytes.length - start));
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

    /** Reads on beyond the size of one event only where an array begins. */
    private static byte[] bounded(InputStream body, BodyLimits limits) throws IOException {
        byte[] bytes = body.readNBytes(limits.event() + 1);
        if (bytes.length <= limits.event()) {
            return bytes;
        }
        if (!beginsArray(bytes)) {
            throw BodyLimits.tooLarge("An event is larger than " + limits.event() + " bytes");
        }
        byte[] rest = body.readNBytes(limits.whole() + 1 - bytes.length);
        if (bytes.length + rest.length > limits.whole()) {
            throw BodyLimits.tooLarge("An array is at most " + limits.whole()
                    + " bytes: send more of it as NDJSON (application/x-ndjson)");
        }
        byte[] whole = Arrays.copyOf(bytes, bytes.length + rest.length);
        System.arraycopy(rest, 0, whole, bytes.length, rest.length);
        return whole;
    }

    private static boolean beginsArray(byte[] bytes) {
        int at = ByteOrderMark.length(bytes, 0, bytes.length);
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return at < bytes.length && bytes[at] == '[';
    }
}
