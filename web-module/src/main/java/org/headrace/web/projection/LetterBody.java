package org.headrace.web.projection;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.projection.DeadLetters.Filter;
import org.headrace.web.request.ReasonBody;
import org.headrace.web.request.Strings;
import org.jspecify.annotations.Nullable;

/**
 * What an operator sends about dead letters: an object with some members, or no body. A member that is null is not there.
 *
 * @param data of an edited event
 * @param all whether every letter is meant where nothing narrows them down
 */
record LetterBody(String reason, @Nullable JsonText data, Filter filter, boolean all, boolean dryRun) {

    /** What may be said of one letter that is retried, beside the reason. */
    static final Set<String> RETRY = Set.of("data");

    /** What may be said of one letter that is skipped, beside the reason. */
    static final Set<String> SKIP = Set.of();

    /** What may be said of many, beside the reason. */
    static final Set<String> MANY = Set.of("stream", "key", "cause", "all", "dryRun");

    private static final int BESIDE_DATA = 64 * 1024;

    /**
     * Reads a body.
     *
     * @param maxDataBytes how long an event's data may be
     * @throws InvalidInputException naming the member that is not as it must be
     */
    static LetterBody read(InputStream body, Set<String> members, int maxDataBytes) throws IOException {
        int limit = BESIDE_DATA + (members.contains("data") ? Math.min(maxDataBytes, Integer.MAX_VALUE / 2) : 0);
        var read = new AtomicReference<>(new LetterBody("", null, Filter.ALL, false, false));
        Map<String, Consumer<JsonText>> beside = new HashMap<>();
        for (String name : members) {
            beside.put(name, value -> {
                if (!value.text().equals("null")) {
                    read.updateAndGet(known -> known.with(name, value));
                }
            });
        }
        String reason = ReasonBody.read(body, beside, limit);
        LetterBody found = Objects.requireNonNull(read.get());
        return new LetterBody(reason, found.data, found.filter, found.all, found.dryRun);
    }

    /**
     * Which of many letters.
     *
     * @throws InvalidInputException for {@code all} where nothing is said
     */
    Filter requireFilter() {
        if (filter.equals(Filter.ALL) && !all) {
            throw new InvalidInputException(
                    "all", "must be true where no stream, key or cause narrows the letters down");
        }
        if (!filter.equals(Filter.ALL) && all) {
            throw new InvalidInputException("all", "must not be true beside a stream, key or cause");
        }
        return filter;
    }

    private LetterBody with(String name, JsonText value) {
        return switch (name) {
            case "data" -> new LetterBody(reason, value, filter, all, dryRun);
            case "stream" -> with(new Filter(Strings.of(name, value), filter.key(), filter.cause()));
            case "key" -> with(new Filter(filter.stream(), Strings.of(name, value), filter.cause()));
            case "cause" -> with(new Filter(filter.stream(), filter.key(), Strings.of(name, value)));
            case "all" -> new LetterBody(reason, data, filter, bool(name, value), dryRun);
            default -> new LetterBody(reason, data, filter, all, bool(name, value));
        };
    }

    private LetterBody with(Filter newFilter) {
        return new LetterBody(reason, data, newFilter, all, dryRun);
    }

    private static boolean bool(String name, JsonText value) {
        return switch (value.text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidInputException(name, "must be true or false");
        };
    }
}
