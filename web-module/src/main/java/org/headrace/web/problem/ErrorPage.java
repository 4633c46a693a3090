package org.headrace.web.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;

/** Answers for the paths that no resource of ours serves, in place of the server's page with its name and version. */
@WebServlet(name = "error-page", urlPatterns = ErrorPage.PATH)
public class ErrorPage extends HttpServlet {

    static final String PATH = "/error";

    private static final Log LOG = Log.of(ErrorPage.class);

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        Problem problem = problem(request);
        byte[] body = problem.json().getBytes(StandardCharsets.UTF_8);
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            try {
                response.getOutputStream().write(body);
            } catch (IOException clientGone) {
                LOG.write(LogMessage.NOBODY_READS, clientGone.getMessage());
            }
        }
    }

    private static Problem problem(HttpServletRequest request) {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        if (failure instanceof Throwable thrown) {
            return new FailureMapper().problem(thrown);
        }
        return WebApplicationMapper.problem(status instanceof Integer told ? told : 404, null);
    }
}
