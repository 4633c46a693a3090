package org.headrace.web.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers with a problem where JAX-RS is not around. */
public final class ProblemAnswer {

    private ProblemAnswer() {}

    public static void send(HttpServletResponse response, Problem problem) throws IOException {
        byte[] body = problem.json().getBytes(StandardCharsets.UTF_8);
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setHeader("Cache-Control", "no-store");
        if (problem.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            problem.type().challenges().forEach(challenge -> response.addHeader("WWW-Authenticate", challenge));
        }
        if (problem.status() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            response.setIntHeader("Retry-After", Problem.RETRY_AFTER_SECONDS);
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
