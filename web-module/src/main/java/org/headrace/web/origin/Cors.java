package org.headrace.web.origin;

import java.util.function.BiConsumer;

/** What lets pages of listed origins read our answers, their users' credentials with it. */
public final class Cors {

    private static final String EXPOSED = "Location, Link, Retry-After, Headrace-Head";
    private static final String METHODS = "GET, POST, PUT, DELETE";

    private Cors() {}

    /** Adds the headers of an answer to a page of a listed origin. */
    public static void allow(String origin, BiConsumer<String, String> addHeader) {
        addHeader.accept("Access-Control-Allow-Origin", origin);
        addHeader.accept("Access-Control-Allow-Credentials", "true");
        addHeader.accept("Access-Control-Expose-Headers", EXPOSED);
        addHeader.accept("Vary", "Origin");
    }

    /**
     * Adds what is beside them in the answer to the question that a browser asks before a request.
     *
     * @param requestHeaders those that the request will have
     */
    public static void allowRequest(String requestHeaders, BiConsumer<String, String> addHeader) {
        addHeader.accept("Access-Control-Allow-Methods", METHODS);
        addHeader.accept("Access-Control-Allow-Headers", requestHeaders);
    }
}
