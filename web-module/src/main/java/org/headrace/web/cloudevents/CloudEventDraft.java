package org.headrace.web.cloudevents;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonSyntaxException;
import org.headrace.json.JsonText;
import org.headrace.json.JsonWriter;
import org.headrace.stream.NewEvent;
import org.headrace.web.cloudevents.Envelope.Part;
import org.headrace.web.request.UuidText;
import org.jspecify.annotations.Nullable;

/** Gathers the attributes of a CloudEvent, and all that is wrong with them, and makes an event of ours of them. */
final class CloudEventDraft {

    private static final String NO_EXTENSION =
            "must be a string without control characters, a boolean, or an integer of 32 bits";

    private final String prefix;
    private final Map<String, JsonText> attributes = new LinkedHashMap<>();
    private final List<Violation> violations = new ArrayList<>(0);
    private @Nullable String dataFrom;

    /** @param prefix of the names of fields in errors */
    CloudEventDraft(String prefix) {
        this.prefix = prefix;
    }

    /** JSON's null stands for an attribute that is not there. */
    void attribute(String name, JsonText value) {
        if (attributes.containsKey(name)) {
            refuse(name, "is given twice");
        } else if (!AttributeRules.CONTEXT.contains(name) && !AttributeRules.isExtensionName(name)) {
            refuse(shortened(name), "is no name of an attribute: those are of lower-case letters and digits");
        } else {
            attributes.put(name, value);
        }
    }

    void takeData(String member) {
        if (dataFrom != null) {
            refuse(member, dataFrom.equals(member) ? "is given twice" : "is given beside " + dataFrom);
        }
        dataFrom = member;
    }

    void refuse(String field, String message) {
        violations.add(new Violation(prefix + field, message));
    }

    /** @throws InvalidInputException naming each field that is not as it should be */
    NewEvent event(Payload payload) {
        String version = required("specversion");
        if (version != null && !version.equals("1.0")) {
            refuse("specversion", "must be 1.0");
        }
        String id = required("id");
        String source = required("source");
        String type = required("type");
        String subject = optional("subject");
        String time = optional("time");
        check("time", time, AttributeRules::isTime, "must be a time as in RFC 3339, such as 2026-01-31T12:00:00+01:00");
        check("source", source, Part.SOURCE::allows, "must be a URI reference");
        String mediaType = optional("datacontenttype");
        check("datacontenttype", mediaType, Part.DATACONTENTTYPE::allows, "must be a media type");
        check("dataschema", optional("dataschema"), Part.DATASCHEMA::allows, "must be an absolute URI");
        JsonText metadata = metadata(id, payload);
        if (id == null || source == null || type == null || !violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        try {
            return new NewEvent(EventId.of(source, id), type, subject, payload.data(), metadata, time);
        } catch (InvalidInputException invalid) {
            throw new InvalidInputException(
                    invalid.violations().stream().map(this::inTheirWords).toList());
        }
    }

    private @Nullable String required(String name) {
        if (isAbsent(name)) {
            refuse(name, "is missing");
            return null;
        }
        return optional(name);
    }

    private @Nullable String optional(String name) {
        JsonText value = attributes.get(name);
        if (value == null || isAbsent(name)) {
            return null;
        }
        String text = AttributeRules.string(value);
        if (text == null) {
            refuse(name, "must be a string, not empty and without control characters");
        }
        return text;
    }

    private boolean isAbsent(String name) {
        JsonText value = attributes.get(name);
        return value == null || value.text().equals("null");
    }

    private void check(String name, @Nullable String value, Predicate<String> rule, String message) {
        if (value != null && !rule.test(value)) {
            refuse(name, message);
        }
    }

    private JsonText metadata(@Nullable String id, Payload payload) {
        var kept = new EnumMap<Part, JsonText>(Part.class);
        for (Part part : Part.values()) {
            JsonText value = attributes.get(part.attribute());
            if (value != null && !isAbsent(part.attribute()) && !(part == Part.ID && isOurs(id))) {
                kept.put(part, value);
            }
        }
        var out = new StringBuilder();
        new Envelope(kept, payload.form())
                .append(JsonWriter.quote(out.append('{'), Envelope.MEMBER).append(':'));
        attributes.forEach((name, value) -> {
            if (AttributeRules.isExtensionName(name) && !isAbsent(name)) {
                extension(name, value, out);
            }
        });
        return JsonText.validated(out.append('}').toString());
    }

    private void extension(String name, JsonText value, StringBuilder out) {
        if (name.equals(CloudEventJson.METADATA)) {
            unpack(name, value, out);
        } else if (!AttributeRules.isExtensionValue(value)) {
            refuse(name, NO_EXTENSION);
        } else if (!name.equals(CloudEventJson.OFFSET)) {
            // That one says where the event stood in the stream that it was read from.
            JsonWriter.quote(out.append(','), name).append(':').append(value.text());
        }
    }

    /** Puts members of metadata back that could not be extensions. */
    private void unpack(String name, JsonText value, StringBuilder out) {
        String text = AttributeRules.string(value);
        JsonText packed = text == null ? null : objectOf(text);
        if (packed == null) {
            refuse(name, "must be a string that holds a JSON object");
            return;
        }
        var in = new JsonScanner(packed.text());
        in.beginObject();
        for (String member = in.nextName(); member != null; member = in.nextName()) {
            JsonText told = in.value();
            if (member.equals(Envelope.MEMBER) || isGivenAsExtension(member)) {
                refuse(name, "must not hold " + shortened(member));
            } else {
                JsonWriter.quote(out.append(','), member).append(':').append(told.text());
            }
        }
    }

    private boolean isGivenAsExtension(String name) {
        return attributes.containsKey(name)
                && AttributeRules.isExtensionName(name)
                && !CloudEventJson.OURS.contains(name);
    }

    private static @Nullable JsonText objectOf(String text) {
        try {
            JsonText value = JsonText.of(text);
            return value.isObject() ? value : null;
        } catch (JsonSyntaxException notJson) {
            return null;
        }
    }

    /** Whether an id comes back as it was from the event id that it becomes. */
    private static boolean isOurs(@Nullable String id) {
        if (id == null) {
            return false;
        }
        UUID uuid = UuidText.parse(id);
        return uuid != null && uuid.toString().equals(id);
    }

    private Violation inTheirWords(Violation violation) {
        String field =
                switch (violation.field()) {
                    case "key" -> "subject";
                    case "occurredAt" -> "time";
                    default -> violation.field();
                };
        return new Violation(prefix + field, violation.message());
    }

    private static String shortened(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100) + "…";
    }
}
