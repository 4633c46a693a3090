package org.headrace.engine.security;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.headrace.input.InvalidInputException;

/**
 * What those may do who come by the server's management (JMX) and not by HTTP: MXBeans ask it before each operation. The
 * server has let them in by its own rules, as its administrators; they have the one role that is configured.
 */
public final class ManagementAccess {

    static final String SETTING = "headrace.management.role";

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

    /** @throws SecurityException when that needs a role that management does not have */
    public void require(Role needed) {
        if (!role.includes(needed)) {
            throw new SecurityException("This needs " + needed.text() + ", and " + SETTING + " is " + role.text()
                    + ": set it, or use HTTP");
        }
    }
}
