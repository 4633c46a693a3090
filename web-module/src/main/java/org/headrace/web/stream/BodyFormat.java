package org.headrace.web.stream;

import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.Map;
import org.headrace.web.problem.ProblemException;
import org.headrace.web.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** How the events of a request are written. */
enum BodyFormat {
    /** One event, or an array of them. */
    JSON,
    /** An event a line. */
    NDJSON,
    /** One CloudEvent in JSON: structured mode. */
    CLOUDEVENT,
    /** An array of CloudEvents in JSON: batched mode. */
    CLOUDEVENT_BATCH,
    /** One CloudEvent whose attributes are headers and whose data is the body: binary mode. */
    CLOUDEVENT_HEADERS;

    private static final Map<String, BodyFormat> TYPES = Map.of(
            "application/json", JSON,
            "application/x-ndjson", NDJSON,
            "application/ndjson", NDJSON,
            "application/jsonlines", NDJSON,
            "application/cloudevents+json", CLOUDEVENT,
            "application/cloudevents-batch+json", CLOUDEVENT_BATCH);

    private static final String CLOUDEVENTS = "application/cloudevents";

    /**
     * The format that the headers tell.
     *
     * @param cloudEventHeaders whether there are such that only a CloudEvent has
     * @throws ProblemException 415 for any other type, and for a charset other than UTF-8
     */
    static BodyFormat of(@Nullable MediaType told, boolean cloudEventHeaders) {
        if (told == null) {
            if (cloudEventHeaders) {
                return CLOUDEVENT_HEADERS;
            }
            throw unsupported("The header Content-Type is missing");
        }
        return of(told.getType() + "/" + told.getSubtype(), told.getParameters(), cloudEventHeaders);
    }

    static BodyFormat of(String type, Map<String, String> parameters, boolean cloudEventHeaders) {
        String lower = type.toLowerCase(Locale.ROOT);
        if (cloudEventHeaders && !lower.startsWith(CLOUDEVENTS)) {
            return CLOUDEVENT_HEADERS;
        }
        BodyFormat format = TYPES.get(lower);
        if (format == null) {
            throw unsupported("Content-Type " + lower + " is not read here");
        }
        parameters.forEach((name, value) -> {
            if (name.equalsIgnoreCase("charset") && !value.equalsIgnoreCase("utf-8")) {
                throw unsupported("Charset " + value + " is not read here, only UTF-8");
            }
        });
        return format;
    }

    /** Whether each event has an id of its own. */
    boolean isCloudEvents() {
        return this == CLOUDEVENT || this == CLOUDEVENT_BATCH || this == CLOUDEVENT_HEADERS;
    }

    private static ProblemException unsupported(String reason) {
        return new ProblemException(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                reason + ". Send application/json (an event, or an array of events), application/x-ndjson"
                        + " (an event a line; also as application/ndjson, application/jsonlines),"
                        + " application/cloudevents+json or application/cloudevents-batch+json.");
    }
}
