package org.headrace.web.cloudevents;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.headrace.json.JsonWriter;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event as a CloudEvent in JSON. Metadata that can be extension attributes are; what is left of them is one of its
 * own, {@value #METADATA}: the text of a JSON object. {@value #OFFSET} tells where the event stands in its stream.
 */
public final class CloudEventJson {

    static final String OFFSET = "headraceoffset";
    static final String METADATA = "headracemetadata";

    /** The extensions of our own. */
    static final Set<String> OURS = Set.of(OFFSET, METADATA);

    private record Member(String name, JsonText value) {}

    private CloudEventJson() {}

    /** @param defaultSource for an event that came without one */
    public static StringBuilder append(StringBuilder out, RecordedEvent event, String defaultSource) {
        Envelope envelope = Envelope.NONE;
        List<Member> extensions = new ArrayList<>();
        List<Member> others = new ArrayList<>();
        List<Member> metadata = members(event.metadata());
        Set<String> repeated = repeated(metadata);
        for (Member member : metadata) {
            Envelope own = member.name.equals(Envelope.MEMBER) && !repeated.contains(member.name)
                    ? Envelope.of(member.value, event)
                    : null;
            if (own != null) {
                envelope = own;
            } else {
                (isExtension(member) && !repeated.contains(member.name) ? extensions : others).add(member);
            }
        }
        out.append("{\"specversion\":\"1.0\"");
        attribute(out, Envelope.Part.ID, envelope, event.eventId().toString());
        attribute(out, Envelope.Part.SOURCE, envelope, defaultSource);
        string(out, "type", event.type());
        string(out, "subject", event.key());
        string(out, "time", event.occurredAt() == null ? null : AttributeRules.rfc3339(event.occurredAt()));
        attribute(out, Envelope.Part.DATACONTENTTYPE, envelope, null);
        attribute(out, Envelope.Part.DATASCHEMA, envelope, null);
        extensions.forEach(e -> member(out, e.name).append(e.value.text()));
        string(out, OFFSET, Long.toString(event.offset()));
        if (!others.isEmpty()) {
            string(out, METADATA, object(others));
        }
        switch (envelope.form()) {
            case JSON -> member(out, "data").append(event.data().text());
            case BASE64 ->
                member(out, CloudEventParser.DATA_BASE64).append(event.data().text());
            case ABSENT -> {
                // No member says so.
            }
        }
        return out.append('}');
    }

    private static List<Member> members(JsonText object) {
        if (object.equals(JsonText.EMPTY_OBJECT)) {
            return List.of();
        }
        List<Member> members = new ArrayList<>();
        var in = new JsonScanner(object.text());
        in.beginObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            members.add(new Member(name, in.value()));
        }
        return members;
    }

    private static Set<String> repeated(List<Member> members) {
        Set<String> seen = new HashSet<>();
        Set<String> repeated = new HashSet<>();
        members.stream().map(Member::name).filter(name -> !seen.add(name)).forEach(repeated::add);
        return repeated;
    }

    private static boolean isExtension(Member member) {
        return AttributeRules.isExtensionName(member.name)
                && !OURS.contains(member.name)
                && AttributeRules.isExtensionValue(member.value);
    }

    private static String object(List<Member> members) {
        var out = new StringBuilder();
        members.forEach(m -> member(out, m.name).append(m.value.text()));
        return withoutControls(out.replace(0, 1, "{").append('}'));
    }

    /** No attribute may hold control characters. In a JSON text these are white space, or DEL and C1 in a string. */
    private static String withoutControls(CharSequence json) {
        var out = new StringBuilder(json.length());
        json.chars().forEach(c -> {
            if (!Character.isISOControl(c)) {
                out.append((char) c);
            } else if (c < ' ') {
                out.append(' ');
            } else {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
            }
        });
        return out.toString();
    }

    private static void attribute(StringBuilder out, Envelope.Part part, Envelope envelope, @Nullable String other) {
        JsonText value = envelope.values().get(part);
        if (value != null) {
            member(out, part.attribute()).append(value.text());
        } else {
            string(out, part.attribute(), other);
        }
    }

    private static void string(StringBuilder out, String name, @Nullable String value) {
        if (value != null) {
            JsonWriter.quote(member(out, name), value);
        }
    }

    private static StringBuilder member(StringBuilder out, String name) {
        return JsonWriter.quote(out.append(','), name).append(':');
    }
}
