package org.headrace.engine.security;

import java.security.AccessController;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import javax.security.auth.Subject;
import org.headrace.input.InvalidInputException;
import org.headrace.operator.Operator;

/**
 * What those may do who come by the server's management (JMX) and not by HTTP: MXBeans ask it before each operation. The
 * server has let them in by its own rules, as its administrators; they have the one role that is configured.
 */
public final class ManagementAccess {

    static final String SETTING = "headrace.management.role";

    /** Of one whom the server has not named: who attached to the process itself. */
    private static final String UNNAMED = "management";

    private final Role role;

    private ManagementAccess(Role role) {
        this.role = role;
    }

    /**
     * {@code headrace.management.role}: {@code headrace-operator} unless told otherwise.
     *
     * @throws InvalidInputException naming the setting, for what is no role
     */
    public static ManagementAccess configured(Function<String, Optional<String>> configured) {
        String text = configured.apply(SETTING).orElse(Role.OPERATOR.text());
        return new ManagementAccess(Arrays.stream(Role.values())
                .filter(role -> role.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        SETTING, "must be headrace-reader, headrace-writer or headrace-operator, is " + text)));
    }

    /**
     * Who asks for an operation, for the record.
     *
     * @throws SecurityException when that needs a role that management does not have
     */
    public Operator require(Role needed, String reason) {
        if (!role.includes(needed)) {
            throw new SecurityException("This needs " + needed.text() + ", and " + SETTING + " is " + role.text()
                    + ": set it, or use HTTP");
        }
        return new Operator(name(), reason);
    }

    /** As the JMX connector has authenticated it. */
    @SuppressWarnings("removal") // until Java 24 connectors tell it in this way only
    private static String name() {
        Subject subject = Subject.getSubject(AccessController.getContext());
        return subject == null
                ? UNNAMED
                : subject.getPrincipals().stream()
                        .findFirst()
                        .map(principal -> principal.getName())
                        .orElse(UNNAMED);
    }
}
