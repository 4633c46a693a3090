package org.headrace.web.security;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Set;
import org.headrace.web.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, as {@link HeadraceAuthentication} has found out.
 *
 * @param name empty: nobody in particular
 * @param groups those that are known here; the container may know of more
 * @param expiresAt when the caller's token does; null: never
 * @param refused why the credentials that came along were not taken; null: they were, or there were none
 * @param isOfContainer whether the container itself has checked the password
 */
public record Caller(
        String name,
        Set<String> groups,
        @Nullable Instant expiresAt,
        @Nullable Problem refused,
        boolean isOfContainer) {

    /** Nobody has logged in. */
    public static final Caller NOBODY = new Caller("", Set.of(), null, null);

    /** As an attribute of the request, which JAX-RS calls a property. */
    static final String ATTRIBUTE = Caller.class.getName();

    public Caller {
        groups = Set.copyOf(groups);
    }

    Caller(String name, Set<String> groups, @Nullable Instant expiresAt, @Nullable Problem refused) {
        this(name, groups, expiresAt, refused, false);
    }

    static Caller refused(Problem why) {
        return new Caller("", Set.of(), null, why);
    }

    static Caller ofContainer(String name, Set<String> groups) {
        return new Caller(name, groups, null, null, true);
    }

    /** Who sends the request. */
    public static Caller of(HttpServletRequest request) {
        return of(request.getAttribute(ATTRIBUTE));
    }

    static Caller of(@Nullable Object attribute) {
        return attribute instanceof Caller caller ? caller : NOBODY;
    }

    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** Whether somebody has logged in. */
    boolean isKnown() {
        return !name.isEmpty();
    }
}
