package org.headrace.web.trace;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.headrace.trace.TraceContext;
import org.headrace.trace.TraceScope;
import org.jspecify.annotations.Nullable;

/** What a request with a {@code traceparent} does belongs to its trace, in our resources and in those of users' modules. */
@WebFilter(urlPatterns = "/api/*", asyncSupported = true)
public class TraceFilter extends HttpFilter {

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        TraceScope scope = TraceScope.open(
                trace(headers(request, TraceContext.TRACEPARENT), headers(request, TraceContext.TRACESTATE)));
        try {
            chain.doFilter(request, response);
        } finally {
            scope.close();
        }
    }

    private static List<String> headers(HttpServletRequest request, String name) {
        return Collections.list(request.getHeaders(name));
    }

    /** One that is given twice is none; a state may come in several. */
    static @Nullable TraceContext trace(List<String> parents, List<String> states) {
        return parents.size() == 1
                ? TraceContext.parse(parents.get(0), String.join(",", states)).orElse(null)
                : null;
    }
}
