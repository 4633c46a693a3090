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
        if (problem.retryAfter() > 0) {
            response.setIntHeader("Retry-After", problem.retryAfter());
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
