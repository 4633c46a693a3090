package org.headrace.web.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where {@code ?access_token=} is taken: where browsers cannot send a header. */
final class TokenInQuery {

    private static final Pattern HUB = Pattern.compile("/hubs/events(/negotiate)?");
    private static final Pattern EVENTS = Pattern.compile("/api/streams/[^/]+/events/?");

    private TokenInQuery() {}

    static boolean isTaken(HttpServletRequest request) {
        String info = request.getPathInfo();
        String path = request.getServletPath() + (info == null ? "" : info);
        return HUB.matcher(path).matches()
                || (request.getMethod().equals("GET") && EVENTS.matcher(path).matches() && acceptsEventStream(request));
    }

    private static boolean acceptsEventStream(HttpServletRequest request) {
        return Collections.list(request.getHeaders("Accept")).stream()
                .anyMatch(types -> types.toLowerCase(Locale.ROOT).contains("text/event-stream"));
    }
}
