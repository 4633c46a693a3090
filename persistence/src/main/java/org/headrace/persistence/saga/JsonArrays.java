package org.headrace.persistence.saga;

import java.util.List;
import org.headrace.json.JsonWriter;

/** Writes names as a JSON array. */
final class JsonArrays {

    private JsonArrays() {}

    static String of(List<String> names) {
        var out = new StringBuilder("[");
        for (String name : names) {
            JsonWriter.quote(out.length() == 1 ? out : out.append(','), name);
        }
        return out.append(']').toString();
    }
}
