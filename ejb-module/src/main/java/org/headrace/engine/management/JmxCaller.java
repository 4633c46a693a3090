package org.headrace.engine.management;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.reflect.InvocationTargetException;
import java.security.AccessController;
import java.util.Optional;
import java.util.function.Function;
import javax.security.auth.Subject;
import org.headrace.engine.security.ManagementAccess;
import org.headrace.engine.security.Role;
import org.headrace.operator.Operator;
import org.jspecify.annotations.Nullable;

/**
 * Lets everybody act whom the JMX server has let in, unless {@link ManagementAccess} says otherwise, under {@code jmx:} and
 * the name that he has authenticated by there, or plain {@code jmx} where it asks for none.
 */
@ApplicationScoped
public class JmxCaller implements OperatorAccess {

    private static final String SOURCE = "jmx";

    private volatile @Nullable ManagementAccess access;

    /**
     * Lets them act from now on.
     *
     * @throws org.headrace.input.InvalidInputException naming the setting that is illegal
     */
    public void start(Function<String, Optional<String>> configured) {
        access = ManagementAccess.configured(configured);
    }

    @Override
    public Operator allow(String action, String target, String reason) {
        ManagementAccess started = access;
        if (started == null) {
            throw new SecurityException("Headrace has not started");
        }
        started.require(Role.OPERATOR);
        return new Operator(name().map(name -> SOURCE + ":" + name).orElse(SOURCE), reason);
    }

    private static Optional<String> name() {
        return Optional.ofNullable(subject()).flatMap(subject -> subject.getPrincipals().stream()
                .map(principal -> principal.getName())
                .findFirst());
    }

    /** By the call of Java 18 where there is one: its elder does not work on the newest. */
    private static @Nullable Subject subject() {
        try {
            return (Subject) Subject.class.getMethod("current").invoke(null);
        } catch (NoSuchMethodException before18) {
            return ofAccessControl();
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new SecurityException("It cannot be told who calls", e);
        }
    }

    @SuppressWarnings("removal")
    private static @Nullable Subject ofAccessControl() {
        return Subject.getSubject(AccessController.getContext());
    }
}
