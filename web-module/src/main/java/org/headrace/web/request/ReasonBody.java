package org.headrace.web.request;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.headrace.web.problem.ProblemException;
import org.headrace.web.problem.ProblemType;

/** The body of an operator's action: {@code {"reason":"…"}} and what the action takes beside it, or none. */
public final class ReasonBody {

    private static final int MAX_BYTES = 16 * 1024;
    private static final int MAX_REASON = 1_000;

    private ReasonBody() {}

    /** The reason; empty when none is given. */
    static String read(InputStream body) throws IOException {
        return read(body, Map.of());
    }

    /** @param others what takes the members beside the reason, by their names */
    static String read(InputStream body, Map<String, Consumer<JsonText>> others) throws IOException {
        return read(body, others, MAX_BYTES);
    }

    /** As {@link #read(InputStream, Map)}, of a body that may be longer. */
    public static String read(InputStream body, Map<String, Consumer<JsonText>> others, int maxBytes)
            throws IOException {
        byte[] bytes = body.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw new ProblemException(ProblemType.TOO_LARGE, "This body is at most " + maxBytes + " bytes");
        }
        var in = new JsonScanner(Utf8.decode(bytes, 0, bytes.length));
        if (in.peek() == 0) {
            return "";
        }
        if (in.peek() != '{') {
            throw new InvalidInputException("body", "must be an object: {\"reason\":\"…\"}, or nothing");
        }
        String reason = "";
        in.beginObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            JsonText value = in.value();
            Consumer<JsonText> other = others.get(name);
            if (other != null) {
                other.accept(value);
            } else if (name.equals("reason")) {
                reason = reason(value);
            } else {
                String known = String.join(", ", new TreeSet<>(others.keySet()));
                throw new InvalidInputException(
                        name, "is unknown: only reason" + (known.isEmpty() ? "" : ", " + known) + " is read here");
            }
        }
        in.end();
        return reason;
    }

    /**
     * The reason that a member of a body gives; empty: null, or nothing.
     *
     * @throws InvalidInputException for {@code reason}
     */
    private static String reason(JsonText value) {
        if (value.text().equals("null")) {
            return "";
        }
        return checked(Strings.of("reason", value));
    }

    /** @throws InvalidInputException for {@code reason} */
    static String checked(String reason) {
        // It goes into the log: a line break would let a caller write lines of its own there.
        if (reason.length() > MAX_REASON || reason.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidInputException(
                    "reason", "must be at most " + MAX_REASON + " characters, none of them a control character");
        }
        return reason;
    }
}
