package org.headrace.web.security;

import jakarta.security.auth.message.callback.PasswordValidationCallback;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import java.io.IOException;
import java.security.Principal;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.headrace.web.security.Credentials.Basic;

/**
 * The users that the server itself has: Payara's default realm, the security domain of WildFly. Asked in the way that
 * Jakarta Authentication has for it, which makes the caller known to the container as well.
 */
final class ContainersRealm {

    /** Of Payara's principals these are groups; WildFly tells groups only when it is asked of one by name. */
    private static final String GROUP = "Group";

    private ContainersRealm() {}

    static Caller caller(Basic basic, HttpMessageContext context) throws AuthenticationException {
        Subject subject = context.getClientSubject();
        var check = new PasswordValidationCallback(
                subject, basic.name(), basic.password().toCharArray());
        try {
            context.getHandler().handle(new Callback[] {check});
        } catch (IOException | UnsupportedCallbackException e) {
            throw new AuthenticationException("The server cannot check passwords", e);
        } finally {
            check.clearPassword();
        }
        return check.getResult() ? Caller.ofContainer(basic.name(), groups(subject)) : UsersFile.wrong();
    }

    private static Set<String> groups(Subject subject) {
        return subject.getPrincipals().stream()
                .filter(principal -> principal.getClass().getSimpleName().equals(GROUP))
                .map(Principal::getName)
                .collect(Collectors.toUnmodifiableSet());
    }
}
