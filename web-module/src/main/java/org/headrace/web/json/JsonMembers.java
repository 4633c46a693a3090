package org.headrace.web.json;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.headrace.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Writes objects member by member. Not by JSON-B: texts that are JSON already go out as they are. */
public final class JsonMembers {

    private final StringBuilder out = new StringBuilder(512);

    private JsonMembers() {}

    /** One object, with what the members write. */
    public static String object(Consumer<JsonMembers> members) {
        var json = new JsonMembers();
        json.braces(members);
        return json.out.toString();
    }

    public void text(String name, String value) {
        member(name);
        JsonWriter.quote(out, value);
    }

    /** As {@link #text}; null as such. */
    public void nullable(String name, @Nullable String value) {
        member(name);
        if (value == null) {
            out.append("null");
        } else {
            JsonWriter.quote(out, value);
        }
    }

    /** Left out where there is none. */
    public void time(String name, @Nullable Instant time) {
        if (time != null) {
            text(name, time.toString());
        }
    }

    /** A number, a truth value, or JSON as it is. */
    public void plain(String name, Object value) {
        member(name);
        out.append(value);
    }

    public void object(String name, Consumer<JsonMembers> members) {
        member(name);
        braces(members);
    }

    public void texts(String name, List<String> values) {
        member(name);
        list(values, value -> JsonWriter.quote(out, value));
    }

    /** A list of objects, each with what the members write of it. */
    public <T> void objects(String name, List<T> values, Members<T> members) {
        member(name);
        list(values, value -> braces(json -> members.write(json, value)));
    }

    /** Writes the members of an object that stands for a value. */
    @FunctionalInterface
    public interface Members<T> {
        void write(JsonMembers json, T value);
    }

    private <T> void list(List<T> values, Consumer<T> element) {
        out.append('[');
        for (int i = 0; i < values.size(); i++) {
            out.append(i == 0 ? "" : ",");
            element.accept(values.get(i));
        }
        out.append(']');
    }

    private void braces(Consumer<JsonMembers> members) {
        out.append('{');
        members.accept(this);
        out.append('}');
    }

    private void member(String name) {
        if (out.charAt(out.length() - 1) != '{') {
            out.append(',');
        }
        JsonWriter.quote(out, name).append(':');
    }
}
