package org.headrace.web.security;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Set;
import java.util.function.Predicate;
import org.headrace.engine.security.Role;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * What the resources of users' modules need: what {@link RolesAllowed}, {@link PermitAll} or {@link DenyAll} of the method
 * says, else what that of its class says, else a reader to read and a writer for all else.
 */
final class AnnotatedAccess {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private AnnotatedAccess() {}

    /** Why the caller may not; null: it may. */
    static @Nullable Problem refusal(
            Gate gate, Caller caller, Predicate<String> inContainer, ResourceMethod method, String request) {
        AnnotatedElement says = isAnnotated(method.method()) ? method.method() : method.type();
        if (says.isAnnotationPresent(DenyAll.class)) {
            return Problem.of(ProblemType.FORBIDDEN, "Nobody may do this");
        }
        if (says.isAnnotationPresent(PermitAll.class)) {
            return null;
        }
        RolesAllowed roles = says.getAnnotation(RolesAllowed.class);
        return roles == null
                ? gate.refusal(caller, inContainer, usual(request))
                : gate.refusal(caller, inContainer, Set.of(roles.value()));
    }

    /** Where nobody says anything. */
    static Role usual(String request) {
        return READS.contains(request) ? Role.READER : Role.WRITER;
    }

    private static boolean isAnnotated(AnnotatedElement element) {
        for (Annotation annotation : element.getAnnotations()) {
            if (annotation instanceof RolesAllowed
                    || annotation instanceof PermitAll
                    || annotation instanceof DenyAll) {
                return true;
            }
        }
        return false;
    }
}
