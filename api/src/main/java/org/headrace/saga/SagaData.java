package org.headrace.saga;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonSyntaxException;
import org.headrace.json.JsonText;
import org.headrace.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a saga knows: values by key, a JSON object. Values are converted as they are asked for: numbers, strings,
 * booleans, UUIDs, {@code BigDecimal}s, dates and enums into each other where that loses nothing; records, maps and
 * arrays by JSON-B. Not safe for use by several threads.
 */
public final class SagaData {

    private final Map<String, JsonText> values;

    private SagaData(Map<String, JsonText> values) {
        this.values = values;
    }

    /** Without any value. */
    public static SagaData empty() {
        return new SagaData(new LinkedHashMap<>());
    }

    /**
     * Of a JSON object.
     *
     * @throws InvalidInputException when it is none, or holds the character U+0000, which PostgreSQL cannot keep
     */
    public static SagaData of(JsonText object) {
        if (!object.isObject()) {
            throw new InvalidInputException("data", "must be a JSON object");
        }
        SagaData data = empty();
        var in = new JsonScanner(object.text());
        in.beginObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            data.put(name, in.value());
        }
        return data;
    }

    /** @throws JsonSyntaxException when the text is not JSON */
    public static SagaData parse(String json) {
        return of(JsonText.of(json));
    }

    /** Of one value; add others by {@link #with}. */
    public static SagaData of(String key, @Nullable Object value) {
        return empty().with(key, value);
    }

    /** Sets a value, for chains of calls. */
    public SagaData with(String key, @Nullable Object value) {
        set(key, value);
        return this;
    }

    /**
     * A value.
     *
     * @throws InvalidInputException naming the key, when it is absent or null, or is not such a thing
     */
    public <T> T get(String key, Class<T> type) {
        return find(key, type).orElseThrow(() -> new InvalidInputException(key, "is missing"));
    }

    /**
     * A value that may be absent or null.
     *
     * @throws InvalidInputException naming the key, when it is not such a thing
     */
    public <T> Optional<T> find(String key, Class<T> type) {
        JsonText value = values.get(key);
        return value == null || value.text().equals("null")
                ? Optional.empty()
                : Optional.of(SagaValue.read(key, value, type));
    }

    /** Whether the key is there, if only with null. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** In order of insertion. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(values.keySet()));
    }

    /**
     * Sets a value: a string, number, boolean, UUID, date, enum, {@link JsonText}, or what JSON-B can encode.
     *
     * @throws InvalidInputException naming the key, when it cannot be encoded or holds the character U+0000
     */
    public void set(String key, @Nullable Object value) {
        put(key, SagaValue.write(key, value));
    }

    /** False: it was not there. */
    public boolean remove(String key) {
        return values.remove(key) != null;
    }

    /** As a JSON object. */
    public JsonText toJson() {
        var out = new StringBuilder("{");
        values.forEach((key, value) -> {
            JsonWriter.quote(out.length() == 1 ? out : out.append(','), key);
            out.append(':').append(value.text());
        });
        return JsonText.validated(out.append('}').toString());
    }

    /** Its own values from here on. */
    public SagaData copy() {
        return new SagaData(new LinkedHashMap<>(values));
    }

    private void put(String key, JsonText value) {
        if (key.indexOf('\0') >= 0 || SagaValue.holdsNul(value)) {
            throw new InvalidInputException(key.replace('\0', '?'), "must not hold the character U+0000");
        }
        values.put(key, value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SagaData that && that.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return toJson().text();
    }
}
