package org.headrace.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Tells browsers what not to do with our answers: guess their type, frame them, tell others where they were. */
public class HeadersFilter extends HttpFilter {

    /** Of pages: nothing that is not ours; styles may stand in the page. */
    private static final String PAGES = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
            + "frame-ancestors 'none'";

    /** Of data: nothing at all, should a browser take it for a page. */
    private static final String DATA = "default-src 'none'; frame-ancestors 'none'";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getServletPath();
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader(
                "Content-Security-Policy", path.startsWith("/api") || path.startsWith("/hubs") ? DATA : PAGES);
        chain.doFilter(request, response);
    }
}
