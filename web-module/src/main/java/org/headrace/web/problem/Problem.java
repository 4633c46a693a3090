package org.headrace.web.problem;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.headrace.input.Violation;
import org.headrace.json.JsonWriter;

/**
 * A failure as a client is told of it (RFC 9457). Written without JSON-B, so that it can be told whatever is broken.
 *
 * @param violations may be empty
 * @param members further members: strings and numbers
 */
public record Problem(
        ProblemType type,
        int status,
        String title,
        String detail,
        List<Violation> violations,
        Map<String, Object> members) {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final int USUAL_RETRY_AFTER = 2;
    private static final String RETRY_AFTER = "retryAfter";

    public Problem {
        violations = List.copyOf(violations);
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, type.status(), type.title(), detail, List.of(), Map.of());
    }

    /** The violations are the detail, too. */
    public static Problem of(ProblemType type, String detail, List<Violation> violations) {
        return new Problem(type, type.status(), type.title(), detail, violations, Map.of());
    }

    /** The same with one more member. */
    public Problem with(String name, Object stringOrNumber) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(name, stringOrNumber);
        return new Problem(type, status, title, detail, violations, more);
    }

    /** An answer that can be given more headers. */
    public Response.ResponseBuilder response() {
        // As bytes: every JAX-RS implementation writes them the same, whatever the media type.
        Response.ResponseBuilder response = Response.status(status)
                .header(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(json().getBytes(StandardCharsets.UTF_8));
        if (status == 401) {
            type.challenges().forEach(challenge -> response.header(HttpHeaders.WWW_AUTHENTICATE, challenge));
        }
        int seconds = retryAfter();
        return seconds > 0 ? response.header(HttpHeaders.RETRY_AFTER, seconds) : response;
    }

    /** The same, with the time after which it may be tried again. */
    public Problem retryAfter(int seconds) {
        return with(RETRY_AFTER, seconds);
    }

    /** In seconds; 0: it is not said. */
    int retryAfter() {
        return members.get(RETRY_AFTER) instanceof Integer seconds ? seconds : status == 503 ? USUAL_RETRY_AFTER : 0;
    }

    public String json() {
        var out = new StringBuilder(256);
        member(out.append('{'), "type").append('"').append(type.urn()).append('"');
        JsonWriter.quote(member(out.append(','), "title"), title);
        member(out.append(','), "status").append(status);
        JsonWriter.quote(member(out.append(','), "detail"), detail);
        members.forEach((name, value) -> {
            member(out.append(','), name);
            if (value instanceof Number) {
                out.append(value);
            } else {
                JsonWriter.quote(out, value.toString());
            }
        });
        member(out.append(','), "violations").append('[');
        for (int i = 0; i < violations.size(); i++) {
            JsonWriter.quote(
                    out.append(i == 0 ? "{\"field\":" : ",{\"field\":"),
                    violations.get(i).field());
            JsonWriter.quote(out.append(",\"message\":"), violations.get(i).message())
                    .append('}');
        }
        return out.append("]}").toString();
    }

    private static StringBuilder member(StringBuilder out, String name) {
        return JsonWriter.quote(out, name).append(':');
    }
}
