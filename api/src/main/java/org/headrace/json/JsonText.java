package org.headrace.json;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import java.util.Objects;

/**
 * One JSON value (object, array, string, number, boolean or null) as the text it was written as. The text is valid by
 * construction and is never reformatted: members keep their order, numbers their digits, escapes their spelling. White
 * space around the value is not part of it.
 *
 * <p>Two texts are equal when they are the same characters. Immutable.
 */
public final class JsonText {

    /** The empty object. */
    public static final JsonText EMPTY_OBJECT = new JsonText("{}");

    private static final Jsonb JSONB = JsonbBuilder.create();

    private final String text;

    private JsonText(String text) {
        this.text = text;
    }

    /**
     * Validates.
     *
     * @throws JsonSyntaxException when the text is not exactly one JSON value, nests deeper than
     *     {@value JsonScanner#MAX_DEPTH} levels, or holds half of a surrogate pair
     */
    public static JsonText of(String text) {
        var scanner = new JsonScanner(text);
        JsonText value = scanner.value();
        scanner.end();
        return value;
    }

    /**
     * Encodes an object (a record, a map, a bean) by JSON-B.
     *
     * @throws JsonbException when JSON-B cannot encode it
     */
    public static JsonText encode(Object value) {
        return of(JSONB.toJson(Objects.requireNonNull(value, "value")));
    }

    /** A text that a scanner or a store has already validated. */
    public static JsonText validated(String text) {
        return new JsonText(text);
    }

    /**
     * Decodes by JSON-B.
     *
     * @throws JsonbException when the text does not fit the type
     */
    public <T> T decode(Class<T> type) {
        return JSONB.fromJson(text, type);
    }

    /** The text, without white space around it. */
    public String text() {
        return text;
    }

    public boolean isObject() {
        return text.charAt(0) == '{';
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonText that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The text itself. */
    @Override
    public String toString() {
        return text;
    }
}
