package org.headrace.web.hub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonSyntaxException;
import org.headrace.json.JsonText;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object, undecoded. Of members with the same name the last counts. */
record JsonMembers(Map<String, JsonText> members) {

    /** @throws JsonSyntaxException when the text is not exactly one object */
    static JsonMembers of(String text) {
        var in = new JsonScanner(text);
        Map<String, JsonText> members = new HashMap<>();
        in.beginObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            members.put(name, in.value());
        }
        in.end();
        return new JsonMembers(members);
    }

    /** The member; null: it is absent or JSON's null. */
    @Nullable
    JsonText get(String name) {
        JsonText value = members.get(name);
        return value == null || isNull(value) ? null : value;
    }

    /** The member's characters; null: it is absent, or no string. */
    @Nullable
    String string(String name) {
        return string(get(name));
    }

    static @Nullable String string(@Nullable JsonText value) {
        return value != null && value.text().charAt(0) == '"' ? JsonScanner.unquote(value) : null;
    }

    /** The member when it is a whole number that fits; null otherwise. */
    @Nullable
    Long whole(String name) {
        return whole(get(name));
    }

    static @Nullable Long whole(@Nullable JsonText value) {
        if (value == null) {
            return null;
        }
        char first = value.text().charAt(0);
        if (first != '-' && (first < '0' || first > '9')) {
            return null;
        }
        try {
            return Long.valueOf(value.text());
        } catch (NumberFormatException notWhole) {
            return null;
        }
    }

    static boolean isNull(JsonText value) {
        return value.text().equals("null");
    }

    /** @throws JsonSyntaxException when it is no array */
    static List<JsonText> elements(JsonText array) {
        var in = new JsonScanner(array.text());
        List<JsonText> elements = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
            elements.add(in.value());
        }
        return elements;
    }
}
