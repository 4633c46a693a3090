package org.headrace.web.request;

import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Map;

/** Links to other pages of what was asked for: paths without a host, which a proxy may call by another name. */
public final class NextLink {

    private NextLink() {}

    /** A header {@code Link: <…>; rel="next"} to the same request with some of its query changed. */
    public static String header(UriInfo request, Map<String, ?> changed) {
        UriBuilder next = request.getRequestUriBuilder();
        changed.forEach(next::replaceQueryParam);
        return "<" + path(next.build()) + ">; rel=\"next\"";
    }

    /** The path and query of an address. */
    public static String path(URI address) {
        return address.getRawQuery() == null
                ? address.getRawPath()
                : address.getRawPath() + "?" + address.getRawQuery();
    }
}
