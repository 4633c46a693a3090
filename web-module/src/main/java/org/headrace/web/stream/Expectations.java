package org.headrace.web.stream;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.headrace.input.InvalidInputException;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.headrace.web.request.Numbers;
import org.jspecify.annotations.Nullable;

/** What a caller of an append expects of the log, by query or header: {@code expectedOffset}, {@code Expected-Offset}. */
record Expectations(@Nullable Long offset, @Nullable Long keyVersion) {

    /** @throws InvalidInputException naming the one that is no offset, or that is given twice with different values */
    static Expectations of(MultivaluedMap<String, String> query, MultivaluedMap<String, String> headers) {
        return new Expectations(
                value("expectedOffset", "Expected-Offset", query, headers),
                value("expectedKeyVersion", "Expected-Key-Version", query, headers));
    }

    boolean none() {
        return offset == null && keyVersion == null;
    }

    Append of(String stream, List<NewEvent> events) {
        return new Append(stream, events, offset, keyVersion);
    }

    private static @Nullable Long value(
            String name, String header, MultivaluedMap<String, String> query, MultivaluedMap<String, String> headers) {
        Long found = null;
        for (String text : Stream.of(
                        query.getOrDefault(name, List.of()), header(name, headers), header(header, headers))
                .flatMap(List::stream)
                .toList()) {
            long value = Numbers.offset(name, text.trim());
            if (found != null && found != value) {
                throw new InvalidInputException(name, "is given twice, as " + found + " and as " + value);
            }
            found = value;
        }
        return found;
    }

    /** Names of headers are case-insensitive; the map they come in need not be. */
    private static List<String> header(String name, MultivaluedMap<String, String> headers) {
        return headers.entrySet().stream()
                .filter(e -> e.getKey().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .flatMap(e -> e.getValue().stream())
                .toList();
    }
}
