package org.headrace.web.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import java.util.Set;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemType;
import org.headrace.web.security.Credentials.Basic;
import org.headrace.web.security.Credentials.Bearer;
import org.headrace.web.security.Credentials.Unreadable;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who sends a request, before any filter sees it, and tells the container. Turns nobody away: what may be done
 * by whom, credentials that were not taken included, is for the {@link Gate} to say. Keeps no session, so that no cookie
 * ever logs anybody in.
 */
@ApplicationScoped
public class HeadraceAuthentication implements HttpAuthenticationMechanism {

    /** What both servers call a caller who has not logged in; no user of theirs. */
    static final String ANYBODY = "anonymous";

    @Inject
    SecuritySettings settings;

    @Inject
    LoginBrake brake;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        if (settings.mode() == SecurityMode.OPEN) {
            Set<String> everything = settings.allGroups();
            new Caller("", everything, null, null).attachTo(request);
            return context.notifyContainerAboutLogin(ANYBODY, everything);
        }
        Caller caller = caller(request, context);
        caller.attachTo(request);
        if (!caller.isKnown()) {
            return context.doNothing();
        }
        return caller.isOfContainer()
                ? AuthenticationStatus.SUCCESS
                : context.notifyContainerAboutLogin(caller.name(), caller.groups());
    }

    private Caller caller(HttpServletRequest request, HttpMessageContext context) throws AuthenticationException {
        Credentials credentials = Credentials.of(request.getHeader("Authorization"), queryWithToken(request));
        if (credentials instanceof Bearer bearer) {
            return brake.checked(addressOf(request), settings.tokens().caller(bearer.token()));
        }
        if (credentials instanceof Unreadable unreadable) {
            return Caller.refused(Problem.of(ProblemType.INVALID_CREDENTIALS, unreadable.why()));
        }
        if (credentials instanceof Basic basic) {
            return caller(addressOf(request), basic, context);
        }
        return Caller.NOBODY;
    }

    private Caller caller(String address, Basic basic, HttpMessageContext context) throws AuthenticationException {
        Problem refusal = brake.refusal(address, basic);
        if (refusal != null) {
            return Caller.refused(refusal);
        }
        UsersFile users = settings.users();
        Caller caller = users == null ? ContainersRealm.caller(basic, context) : users.caller(basic);
        brake.checked(address, basic, caller.isKnown());
        return caller;
    }

    /** A header such as X-Forwarded-For is not believed: anybody can write it. */
    private static String addressOf(HttpServletRequest request) {
        return Objects.requireNonNullElse(request.getRemoteAddr(), "");
    }

    /** Browsers can send WebSockets and event streams no headers; everywhere else a token in an address is a leak. */
    private static @Nullable String queryWithToken(HttpServletRequest request) {
        return TokenInQuery.isTaken(request) ? request.getQueryString() : null;
    }
}
