package org.headrace.web.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What JAX-RS itself refuses (404, 405, 406, 415 …), and what resources throw as a bare status. */
@Provider
public class WebApplicationMapper implements ExceptionMapper<WebApplicationException> {

    @Override
    public Response toResponse(WebApplicationException failure) {
        Response told = failure.getResponse();
        if (told.getStatus() < 400 || told.hasEntity()) {
            return told;
        }
        if (told.getStatus() >= 500 && told.getStatus() != 503) {
            return new FailureMapper().toResponse(failure);
        }
        Response.ResponseBuilder answer =
                problem(told.getStatus(), failure.getMessage()).response();
        told.getHeaders().forEach((name, values) -> {
            if (!name.regionMatches(true, 0, "Content-", 0, 8)) {
                answer.header(name, null);
                values.forEach(value -> answer.header(name, value));
            }
        });
        return answer.build();
    }

    static Problem problem(int status, @Nullable String message) {
        ProblemType type = ProblemType.ofStatus(status);
        Response.Status known = Response.Status.fromStatusCode(status);
        String title = type == ProblemType.OTHER && known != null ? known.getReasonPhrase() : type.title();
        return new Problem(type, status, title, detail(status, message), List.of(), Map.of());
    }

    /** A resource's own words; not those of a JAX-RS implementation. */
    private static String detail(int status, @Nullable String message) {
        if (message != null && !message.startsWith("HTTP " + status) && !message.startsWith("RESTEASY")) {
            return message;
        }
        return switch (status) {
            case 400 -> "The request is malformed";
            case 403 -> "This is not allowed here";
            case 404 -> "Nothing is at this path";
            case 405 -> "This path does not answer to this method; the header Allow lists those it does";
            case 406 -> "None of the media types in the header Accept is offered here";
            case 415 -> "The body's media type is not read here";
            default -> "The request was refused with status " + status;
        };
    }
}
