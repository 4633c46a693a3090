package org.headrace.web.hub;

import java.util.ArrayList;
import java.util.List;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;

/**
 * JSON as values of MessagePack. Members keep their order, and those with the same name all stay. Whole numbers of 64
 * bits are integers; all others are the nearest float64, which beyond its range is infinity, as {@code JSON.parse} has
 * it. Half of a surrogate pair, which only an escape can name, becomes a question mark: it has no UTF-8.
 */
final class JsonValues {

    private JsonValues() {}

    static Value of(JsonText json) {
        return value(new JsonScanner(json.text()));
    }

    /** Recursion is as deep as the text nests, which its validation has bounded. */
    private static Value value(JsonScanner in) {
        return switch (in.peek()) {
            case '{' -> object(in);
            case '[' -> array(in);
            default -> scalar(in.value());
        };
    }

    private static Value object(JsonScanner in) {
        List<Value> namesAndValues = new ArrayList<>();
        in.beginObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            namesAndValues.add(ValueFactory.newString(name));
            namesAndValues.add(value(in));
        }
        return ValueFactory.newMap(namesAndValues.toArray(Value[]::new), true);
    }

    private static Value array(JsonScanner in) {
        List<Value> elements = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
            elements.add(value(in));
        }
        return ValueFactory.newArray(elements.toArray(Value[]::new), true);
    }

    private static Value scalar(JsonText json) {
        return switch (json.text().charAt(0)) {
            case '"' -> ValueFactory.newString(JsonScanner.unquote(json));
            case 't' -> ValueFactory.newBoolean(true);
            case 'f' -> ValueFactory.newBoolean(false);
            case 'n' -> ValueFactory.newNil();
            default -> number(json);
        };
    }

    private static Value number(JsonText json) {
        // An integer would lose the sign.
        Long whole = json.text().equals("-0") ? null : JsonMembers.whole(json);
        return whole == null ? ValueFactory.newFloat(Double.parseDouble(json.text())) : ValueFactory.newInteger(whole);
    }
}
