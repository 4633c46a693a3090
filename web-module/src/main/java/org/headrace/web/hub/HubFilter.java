package org.headrace.web.hub;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.headrace.web.origin.Cors;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemAnswer;

/**
 * Stands before negotiation and the opening of WebSockets, which no filter of JAX-RS sees: 403 for hosts and origins that
 * are not let in, 400 for a query that cannot be decoded and for a naming that there is not, 404 and 409 for ids that open no connection. Lets pages of listed origins read the answers (CORS).
 */
@WebFilter(
        urlPatterns = {HubEndpoint.PATH, NegotiateServlet.PATH},
        asyncSupported = true)
public class HubFilter extends HttpFilter {

    @Inject
    transient HubAdmission admission;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Problem unreadable = RawQuery.refusal(request.getQueryString());
        if (unreadable != null) {
            ProblemAnswer.send(response, unreadable);
            return;
        }
        String origin = request.getHeader("Origin");
        Problem refusal = admission.refusal(request.getHeader("Host"), origin);
        if (refusal != null) {
            ProblemAnswer.send(response, refusal);
            return;
        }
        if (admission.isListed(origin)) {
            allow(response, origin);
        }
        if (request.getMethod().equals("OPTIONS")) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        Problem misspelt = admission.naming().refusal(request.getParameter(HubNaming.PARAMETER));
        if (misspelt != null) {
            ProblemAnswer.send(response, misspelt);
            return;
        }
        String id = request.getParameter("id");
        Problem unusable = id == null || isNegotiation(request) ? null : admission.use(id);
        if (unusable != null) {
            ProblemAnswer.send(response, unusable);
            return;
        }
        OpeningClient.from(HubAdmission.originOf(request), () -> chain.doFilter(request, response));
    }

    private static boolean isNegotiation(HttpServletRequest request) {
        return request.getServletPath().endsWith("/negotiate");
    }

    private static void allow(HttpServletResponse response, String origin) {
        Cors.allow(origin, response::addHeader);
        Cors.allowRequest("authorization, content-type, x-requested-with, x-signalr-user-agent", response::addHeader);
    }
}
