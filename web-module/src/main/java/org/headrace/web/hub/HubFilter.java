package org.headrace.web.hub;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.headrace.engine.hub.ClientOrigin;
import org.headrace.engine.hub.Hub;
import org.headrace.web.origin.Cors;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemAnswer;
import org.headrace.web.security.AccessTable;
import org.headrace.web.security.AccessTable.Row;

/**
 * Stands before negotiation and the opening of WebSockets, which no filter of JAX-RS sees: 403 for hosts and origins that
 * are not let in, 401 and 403 for callers who lack the role, 400 for a query that cannot be decoded and for a naming that
 * there is not, 404 and 409 for ids that open no connection. Lets pages of listed origins read the answers (CORS).
 */
@WebFilter(urlPatterns = HubFilter.ALL, asyncSupported = true)
public class HubFilter extends HttpFilter {

    /** Containers take more paths for the hub's than its own, such as one with a slash more at its end. */
    static final String ALL = "/hubs/*";

    private static final Row NEGOTIATION = AccessTable.row("POST", NegotiateServlet.PATH);
    private static final Row OPENING = AccessTable.row("GET", HubEndpoint.PATH);

    @Inject
    transient HubAdmission admission;

    @Inject
    transient Hub hub;

    @Inject
    transient OpenEventStreams streams;

    @Inject
    transient ClosingSockets closing;

    /** Whoever has a WebSocket has come by here. Undertow closes them a moment later, when the application's listeners end. */
    @Override
    public void destroy() {
        hub.sayGoodbye();
        closing.awaitEnd();
        streams.awaitEnd();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Problem unreadable = RawQuery.refusal(request.getQueryString());
        if (unreadable != null) {
            ProblemAnswer.send(response, unreadable);
            return;
        }
        String page = request.getHeader("Origin");
        Problem refusal = admission.refusal(request.getHeader("Host"), page);
        if (refusal != null) {
            ProblemAnswer.send(response, refusal);
            return;
        }
        if (admission.isListed(page)) {
            allow(response, page);
        }
        if (request.getMethod().equals("OPTIONS")) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        Problem forbidden = admission.refusal(request, isNegotiation(request) ? NEGOTIATION : OPENING);
        if (forbidden != null) {
            ProblemAnswer.send(response, forbidden);
            return;
        }
        Problem misspelt = admission.naming().refusal(request.getParameter(HubNaming.PARAMETER));
        if (misspelt != null) {
            ProblemAnswer.send(response, misspelt);
            return;
        }
        String id = request.getParameter("id");
        ClientOrigin origin = admission.originOf(request);
        Problem unusable = id == null || isNegotiation(request) ? null : admission.use(id, origin.principal());
        if (unusable != null) {
            ProblemAnswer.send(response, unusable);
            return;
        }
        OpeningClient.from(origin, () -> chain.doFilter(request, response));
    }

    private static boolean isNegotiation(HttpServletRequest request) {
        return request.getServletPath().endsWith("/negotiate");
    }

    private static void allow(HttpServletResponse response, String origin) {
        Cors.allow(origin, response::addHeader);
        Cors.allowRequest("authorization, content-type, x-requested-with, x-signalr-user-agent", response::addHeader);
    }
}
