package org.headrace.web.security;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request brings along to say who sends it. */
sealed interface Credentials {

    /** Nothing. */
    record None() implements Credentials {}

    /** RFC 7617. */
    record Basic(String name, String password) implements Credentials {
        /** Without the password. */
        @Override
        public String toString() {
            return "Basic[" + name + "]";
        }
    }

    /** RFC 6750. */
    record Bearer(String token) implements Credentials {
        /** Without the token. */
        @Override
        public String toString() {
            return "Bearer";
        }
    }

    /** Something that is neither. */
    record Unreadable(String why) implements Credentials {}

    Pattern SCHEME = Pattern.compile("\\s*([A-Za-z0-9!#$%&'*+.^_`|~-]+)\\s+(\\S+)\\s*");
    Pattern ACCESS_TOKEN = Pattern.compile("(?:^|&)access_token=([^&]*)");

    /**
     * Those of a request. A header counts before the query.
     *
     * @param authorization the header
     * @param query as it came, where a token in it is taken; null: none is. No container may decode it: what it cannot
     *     decode it writes to its log
     */
    static Credentials of(@Nullable String authorization, @Nullable String query) {
        if (authorization == null || authorization.isBlank()) {
            Matcher token = ACCESS_TOKEN.matcher(query == null ? "" : query);
            return token.find() ? ofQuery(token.group(1)) : new None();
        }
        Matcher header = SCHEME.matcher(authorization);
        if (!header.matches()) {
            return new Unreadable("The header Authorization must be Basic or Bearer, a blank and the credentials");
        }
        if (header.group(1).equalsIgnoreCase("Basic")) {
            return basic(header.group(2));
        }
        if (header.group(1).equalsIgnoreCase("Bearer")) {
            return new Bearer(header.group(2));
        }
        return new Unreadable("The header Authorization is of a scheme that is not read here: Basic and Bearer are");
    }

    private static Credentials ofQuery(String token) {
        try {
            return token.isEmpty() ? new None() : new Bearer(URLDecoder.decode(token, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException undecodable) {
            return new Unreadable("access_token cannot be decoded");
        }
    }

    private static Credentials basic(String encoded) {
        try {
            CharBuffer decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)));
            String text = decoded.toString();
            int colon = text.indexOf(':');
            if (colon > 0) {
                return new Basic(text.substring(0, colon), text.substring(colon + 1));
            }
        } catch (IllegalArgumentException | CharacterCodingException undecodable) {
            // told below
        }
        return new Unreadable("Basic credentials must be name:password in UTF-8, encoded in Base64");
    }
}
