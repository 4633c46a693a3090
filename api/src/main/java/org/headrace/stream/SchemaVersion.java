package org.headrace.stream;

import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.headrace.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Which version of its type an event is, as its metadata tells. */
public final class SchemaVersion {

    /** The metadata's member: a whole number from 1. */
    public static final String MEMBER = "schemaVersion";

    private static final int MAX_DIGITS = 9;

    private SchemaVersion() {}

    /**
     * The version that the metadata tells, 1 when it tells none.
     *
     * @throws IllegalArgumentException when what it tells is no version
     */
    public static int of(JsonText metadata) {
        JsonText value = find(metadata);
        if (value == null) {
            return 1;
        }
        String text = value.text();
        boolean isNumber = text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber || Integer.parseInt(text) < 1) {
            throw new IllegalArgumentException(
                    "The metadata's " + MEMBER + " must be a whole number from 1, is " + text);
        }
        return Integer.parseInt(text);
    }

    /** Whether the metadata tells one. */
    public static boolean isTold(JsonText metadata) {
        return find(metadata) != null;
    }

    /** The metadata with this version in place of any that it told. Other members stay as they are. */
    public static JsonText in(JsonText metadata, int version) {
        var out = new StringBuilder("{\"").append(MEMBER).append("\":").append(version);
        var members = new JsonScanner(metadata.text());
        members.beginObject();
        for (String name = members.nextName(); name != null; name = members.nextName()) {
            JsonText value = members.value();
            if (!name.equals(MEMBER)) {
                JsonWriter.quote(out.append(','), name).append(':').append(value.text());
            }
        }
        return JsonText.validated(out.append('}').toString());
    }

    private static @Nullable JsonText find(JsonText metadata) {
        if (metadata.equals(JsonText.EMPTY_OBJECT)) {
            return null;
        }
        JsonText found = null;
        var members = new JsonScanner(metadata.text());
        members.beginObject();
        for (String name = members.nextName(); name != null; name = members.nextName()) {
            JsonText value = members.value();
            found = name.equals(MEMBER) ? value : found;
        }
        return found;
    }
}
