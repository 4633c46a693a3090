package org.headrace.web.cloudevents;

import java.util.ArrayList;
import java.util.List;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.headrace.web.problem.ProblemException;
import org.headrace.web.problem.ProblemType;

/** Reads CloudEvents in JSON, one (structured mode) or many (batched mode). */
public final class CloudEventParser {

    static final String DATA_BASE64 = "data_base64";

    private CloudEventParser() {}

    /**
     * The one CloudEvent of a text.
     *
     * @throws InvalidInputException naming each field that is not as it should be
     * @throws org.headrace.json.JsonSyntaxException when it is not JSON
     */
    public static NewEvent one(String text) {
        var in = new JsonScanner(text);
        if (in.peek() == '[') {
            throw new InvalidInputException(
                    "body", "is an array: send several CloudEvents as application/cloudevents-batch+json");
        }
        NewEvent event = event(in, "");
        in.end();
        return event;
    }

    /**
     * All CloudEvents of a JSON array.
     *
     * @throws InvalidInputException naming each field of the first event that is not as it should be, and its index
     * @throws org.headrace.json.JsonSyntaxException when it is not JSON
     */
    public static List<NewEvent> batch(String text) {
        var in = new JsonScanner(text);
        if (in.peek() != '[') {
            throw new InvalidInputException(
                    "body", "must be an array of CloudEvents; send one as application/cloudevents+json");
        }
        List<NewEvent> events = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
            if (events.size() == Append.MAX_EVENTS) {
                throw new ProblemException(
                        ProblemType.TOO_LARGE, "A batch holds at most " + Append.MAX_EVENTS + " CloudEvents");
            }
            events.add(event(in, "[" + events.size() + "]"));
        }
        in.end();
        if (events.isEmpty()) {
            throw new InvalidInputException("body", "is an empty batch: send at least one CloudEvent");
        }
        return events;
    }

    private static NewEvent event(JsonScanner in, String place) {
        if (in.peek() == 0) {
            throw new InvalidInputException("body", "is empty: send a CloudEvent");
        }
        if (in.peek() != '{') {
            in.value();
            throw new InvalidInputException(
                    place.isEmpty() ? "body" : place, "must be a CloudEvent, which is a JSON object");
        }
        var draft = new CloudEventDraft(place.isEmpty() ? "" : place + ".");
        Payload payload = Payload.NONE;
        in.beginObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            JsonText value = in.value();
            switch (name) {
                case "data" -> {
                    draft.takeData(name);
                    payload = Payload.json(value);
                }
                case DATA_BASE64 -> {
                    draft.takeData(name);
                    payload = base64(value, draft);
                }
                default -> draft.attribute(name, value);
            }
        }
        return draft.event(payload);
    }

    private static Payload base64(JsonText value, CloudEventDraft draft) {
        if (!Payload.isBase64(value)) {
            draft.refuse(DATA_BASE64, "must be a string in Base64 (RFC 4648, section 4)");
        }
        return new Payload(value, Payload.Form.BASE64);
    }
}
