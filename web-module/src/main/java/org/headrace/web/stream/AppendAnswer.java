package org.headrace.web.stream;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import org.headrace.stream.Appended;
import org.jspecify.annotations.Nullable;

/**
 * Where the events of a request are.
 *
 * @param firstOffset of the first event sent
 * @param lastOffset of the last event sent; in NDJSON, events of other writers may stand in between
 * @param count how many were sent
 * @param duplicates how many of them the stream already held; absent: none
 */
@JsonbPropertyOrder({"stream", "firstOffset", "lastOffset", "count", "duplicates"})
public record AppendAnswer(String stream, long firstOffset, long lastOffset, long count, @Nullable Integer duplicates) {

    static AppendAnswer of(Appended appended) {
        return new AppendAnswer(
                appended.stream(),
                appended.firstOffset(),
                appended.lastOffset(),
                appended.count(),
                appended.duplicates() == 0 ? null : appended.duplicates());
    }
}
