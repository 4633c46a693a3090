package org.headrace.web.projection;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.headrace.projection.DeadLetters.Filter;
import org.headrace.web.problem.ProblemException;
import org.headrace.web.problem.ProblemType;
import org.headrace.web.request.ReasonBody;
import org.headrace.web.request.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * What an operator sends about dead letters: an object with some members, or no body. A member that is null is not there.
 *
 * @param data of an edited event
 * @param all whether every letter is meant where nothing narrows them down
 */
record LetterBody(String reason, @Nullable JsonText data, Filter filter, boolean all, boolean dryRun) {

    /** What may be said of one letter that is retried. */
    static final Set<String> RETRY = Set.of("reason", "data");

    /** What may be said of one letter that is skipped. */
    static final Set<String> SKIP = Set.of("reason");

    /** What may be said of many. */
    static final Set<String> MANY = Set.of("reason", "stream", "key", "cause", "all", "dryRun");

    private static final int BESIDE_DATA = 64 * 1024;

    /**
     * Reads a body.
     *
     * @param maxDataBytes how long an event's data may be
     * @throws InvalidInputException naming the member that is not as it must be
     */
    static LetterBody read(InputStream body, Set<String> members, int maxDataBytes) throws IOException {
        int limit = BESIDE_DATA + (members.contains("data") ? Math.min(maxDataBytes, Integer.MAX_VALUE / 2) : 0);
        byte[] bytes = body.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw new ProblemException(ProblemType.TOO_LARGE, "This body is at most " + limit + " bytes");
        }
        var in = new JsonScanner(Utf8.decode(bytes, 0, bytes.length));
        var read = new LetterBody("", null, Filter.ALL, false, false);
        if (in.peek() == 0) {
            return read;
        }
        if (in.peek() != '{') {
            throw new InvalidInputException("body", "must be an object, or nothing");
        }
        in.beginObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            if (!members.contains(name)) {
                throw new InvalidInputException(
                        name,
                        "is unknown: read here are "
                                + String.join(", ", members.stream().sorted().toList()));
            }
            JsonText value = in.value();
            if (!value.text().equals("null")) {
                read = read.with(name, value);
            }
        }
        in.end();
        return read;
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
            case "reason" -> new LetterBody(ReasonBody.reason(value), data, filter, all, dryRun);
            case "data" -> new LetterBody(reason, value, filter, all, dryRun);
            case "stream" -> with(new Filter(string(name, value), filter.key(), filter.cause()));
            case "key" -> with(new Filter(filter.stream(), string(name, value), filter.cause()));
            case "cause" -> with(new Filter(filter.stream(), filter.key(), string(name, value)));
            case "all" -> new LetterBody(reason, data, filter, bool(name, value), dryRun);
            default -> new LetterBody(reason, data, filter, all, bool(name, value));
        };
    }

    private LetterBody with(Filter newFilter) {
        return new LetterBody(reason, data, newFilter, all, dryRun);
    }

    private static String string(String name, JsonText value) {
        if (value.text().charAt(0) != '"') {
            throw new InvalidInputException(name, "must be a string");
        }
        return JsonScanner.unquote(value);
    }

    private static boolean bool(String name, JsonText value) {
        return switch (value.text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidInputException(name, "must be true or false");
        };
    }
}
