package org.headrace.web.stream;

import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.headrace.web.problem.ProblemException;
import org.headrace.web.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** How the events of a request are written. */
enum BodyFormat {
    /** One event, or an array of them. */
    JSON,
    /** An event a line. */
    NDJSON;

    private static final Set<String> NDJSON_TYPES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonlines");

    /** @throws ProblemException 415 for any other type, and for a charset other than UTF-8 */
    static BodyFormat of(@Nullable MediaType told) {
        if (told == null) {
            throw unsupported("The header Content-Type is missing");
        }
        return of(told.getType() + "/" + told.getSubtype(), told.getParameters());
    }

    static BodyFormat of(String type, Map<String, String> parameters) {
        String lower = type.toLowerCase(Locale.ROOT);
        boolean ndjson = NDJSON_TYPES.contains(lower);
        if (!ndjson && !lower.equals("application/json")) {
            throw unsupported("Content-Type " + lower + " is not read here");
        }
        parameters.forEach((name, value) -> {
            if (name.equalsIgnoreCase("charset") && !value.equalsIgnoreCase("utf-8")) {
                throw unsupported("Charset " + value + " is not read here, only UTF-8");
            }
        });
        return ndjson ? NDJSON : JSON;
    }

    private static ProblemException unsupported(String reason) {
        return new ProblemException(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                reason + ". Send application/json (an event, or an array of events) or application/x-ndjson"
                        + " (an event a line; also as application/ndjson, application/jsonlines).");
    }
}
