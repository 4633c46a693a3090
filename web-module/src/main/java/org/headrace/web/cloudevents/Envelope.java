package org.headrace.web.cloudevents;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.headrace.json.JsonWriter;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * What a CloudEvent says that an event of ours has no place for: the member {@value #MEMBER} of its metadata, whose name
 * no extension can have.
 *
 * @param values as they were sent, in quotes
 */
record Envelope(Map<Part, JsonText> values, Payload.Form form) {

    static final String MEMBER = "cloudEvents";

    static final Envelope NONE = new Envelope(Map.of(), Payload.Form.JSON);

    private static final String FORM = "data";

    /** An attribute that is kept here. */
    enum Part {
        /** Where it is no UUID as ours are written. */
        ID,
        SOURCE,
        DATACONTENTTYPE,
        DATASCHEMA;

        String attribute() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean allows(String value) {
            return switch (this) {
                case ID -> true;
                case SOURCE -> AttributeRules.isUriReference(value);
                case DATACONTENTTYPE -> AttributeRules.isMediaType(value);
                case DATASCHEMA -> AttributeRules.isUri(value);
            };
        }

        static @Nullable Part of(String attribute) {
            for (Part part : values()) {
                if (part.attribute().equals(attribute)) {
                    return part;
                }
            }
            return null;
        }
    }

    /** As the value of the metadata's member. */
    StringBuilder append(StringBuilder out) {
        int start = out.length();
        values.forEach(
                (part, value) -> JsonWriter.quote(out.append(out.length() == start ? '{' : ','), part.attribute())
                        .append(':')
                        .append(value.text()));
        if (form != Payload.Form.JSON) {
            JsonWriter.quote(out.append(out.length() == start ? '{' : ','), FORM)
                    .append(":\"")
                    .append(form.name().toLowerCase(Locale.ROOT))
                    .append('"');
        }
        return out.append(out.length() == start ? "{}" : "}");
    }

    /** Null when it is not one that we wrote for that event: somebody else's metadata under the same name. */
    static @Nullable Envelope of(JsonText member, RecordedEvent event) {
        if (!member.isObject()) {
            return null;
        }
        var in = new JsonScanner(member.text());
        var values = new EnumMap<Part, JsonText>(Part.class);
        Payload.@Nullable Form form = Payload.Form.JSON;
        in.beginObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            JsonText value = in.value();
            Part part = Part.of(name);
            String text = AttributeRules.string(value);
            if (text == null) {
                return null;
            }
            if (name.equals(FORM) && form == Payload.Form.JSON) {
                form = formOf(text);
            } else if (part == null || !part.allows(text) || values.put(part, value) != null) {
                return null;
            }
        }
        return form != null && Payload.fits(event.data(), form) ? new Envelope(values, form) : null;
    }

    private static Payload.@Nullable Form formOf(String text) {
        return switch (text) {
            case "base64" -> Payload.Form.BASE64;
            case "absent" -> Payload.Form.ABSENT;
            default -> null;
        };
    }
}
