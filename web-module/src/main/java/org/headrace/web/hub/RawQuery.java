package org.headrace.web.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request before any container has looked at it: what a container cannot decode it writes to its log, and
 * tokens of clients with it; Tyrus, moreover, breaks off in the middle of an upgrade.
 */
final class RawQuery {

    private static final char REPLACEMENT = '\ufffd';

    private RawQuery() {}

    /** Why it is refused; null: it is not. Does not repeat any of it. */
    static @Nullable Problem refusal(@Nullable String query) {
        return query == null || isReadable(query)
                ? null
                : Problem.of(
                        ProblemType.BAD_REQUEST,
                        "The query of the address cannot be decoded: % must begin an octet of UTF-8, as in %20");
    }

    private static boolean isReadable(String query) {
        try {
            return new URI("?" + query).getRawQuery() != null
                    && URLDecoder.decode(query, StandardCharsets.UTF_8).indexOf(REPLACEMENT) < 0;
        } catch (URISyntaxException | IllegalArgumentException notAQuery) {
            return false;
        }
    }
}
