package org.headrace.it;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * Who a test's clients say they are.
 *
 * @param authorization the header of that name; empty: they say nothing
 */
public record Login(String authorization) {

    public static final Login NONE = new Login("");

    private static final String USER = "HEADRACE_IT_USER";
    private static final String PASSWORD = "HEADRACE_IT_PASSWORD";
    private static final String TOKEN = "HEADRACE_IT_TOKEN";
    private static final String USER_PROPERTY = "headrace.it.user";

    public static Login basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Login("Basic " + Base64.getEncoder().encodeToString(both));
    }

    public static Login bearer(String token) {
        return new Login("Bearer " + token);
    }

    /**
     * As whoever runs the tests has said it: {@code HEADRACE_IT_USER}, or the property {@code headrace.it.user}, with
     * {@code HEADRACE_IT_PASSWORD}; or {@code HEADRACE_IT_TOKEN}. Secrets are read from the environment only: everybody on
     * the machine can read a command line.
     */
    public static Login given() {
        return of(System.getenv(), System.getProperty(USER_PROPERTY, ""));
    }

    static Login of(Map<String, String> environment, String userProperty) {
        String user = userProperty.isEmpty() ? environment.getOrDefault(USER, "") : userProperty;
        String password = environment.getOrDefault(PASSWORD, "");
        String token = environment.getOrDefault(TOKEN, "");
        if (user.isEmpty() != password.isEmpty()) {
            throw new IllegalArgumentException(
                    user.isEmpty()
                            ? PASSWORD + " is set, and nobody whose password it is: set " + USER + " too"
                            : "There is no password of " + user + ": set " + PASSWORD + " in the environment");
        }
        if (!user.isEmpty() && !token.isEmpty()) {
            throw new IllegalArgumentException(TOKEN + " is set beside " + USER + ": only one of them can be");
        }
        return user.isEmpty() ? token.isEmpty() ? NONE : bearer(token) : basic(user, password);
    }

    /** Whether there is anything to say. */
    public boolean isThere() {
        return !authorization.isEmpty();
    }

    /** Without what is secret, wherever it may be printed. */
    @Override
    public String toString() {
        return isThere() ? "Login[…]" : "Login[]";
    }
}
