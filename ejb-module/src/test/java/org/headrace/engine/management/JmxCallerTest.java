package org.headrace.engine.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.PrivilegedAction;
import java.util.Optional;
import java.util.Set;
import javax.management.remote.JMXPrincipal;
import javax.security.auth.Subject;
import org.headrace.input.InvalidInputException;
import org.headrace.operator.Operator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JmxCallerTest {

    @Test
    void whomTheConnectorHasAuthenticatedIsNamed() {
        var ada = new Subject(true, Set.of(new JMXPrincipal("ada")), Set.of(), Set.of());

        assertThat(Subject.doAs(
                        ada, (PrivilegedAction<Operator>) () -> caller(null).allow("pause", "p", "why")))
                .isEqualTo(new Operator("jmx:ada", "why"));
        assertThat(caller(null).allow("pause", "p", "")).isEqualTo(new Operator("jmx", ""));
    }

    @Test
    void managementMayBeKeptFromOperating() {
        assertThatThrownBy(() -> caller("headrace-reader").allow("pause", "p", ""))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("headrace.management.role is headrace-reader");
    }

    @Test
    void whatIsNoRoleIsRefusedAtTheStartAndNobodyActsBeforeIt() {
        assertThatThrownBy(() -> caller("boss"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("headrace.management.role");
        assertThatThrownBy(() -> new JmxCaller().allow("pause", "p", ""))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("not started");
    }

    private static JmxCaller caller(@Nullable String role) {
        var caller = new JmxCaller();
        caller.start(name -> Optional.ofNullable(role));
        return caller;
    }
}
