package org.headrace.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.PrivilegedAction;
import java.util.Optional;
import java.util.Set;
import javax.management.remote.JMXPrincipal;
import javax.security.auth.Subject;
import org.headrace.input.InvalidInputException;
import org.headrace.operator.Operator;
import org.junit.jupiter.api.Test;

class ManagementAccessTest {

    @Test
    void managementOperatesUnlessToldOtherwise() {
        assertThat(access(null).require(Role.OPERATOR, "why")).isEqualTo(new Operator("management", "why"));

        ManagementAccess reader = access("headrace-reader");
        assertThat(reader.require(Role.READER, "").principal()).isEqualTo("management");
        assertThatThrownBy(() -> reader.require(Role.OPERATOR, ""))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("headrace.management.role is headrace-reader");
    }

    @Test
    void whomTheConnectorHasAuthenticatedIsNamed() {
        var ada = new Subject(true, Set.of(new JMXPrincipal("ada")), Set.of(), Set.of());

        Operator operator = Subject.doAs(
                ada, (PrivilegedAction<Operator>) () -> access(null).require(Role.OPERATOR, ""));

        assertThat(operator.principal()).isEqualTo("ada");
    }

    @Test
    void whatIsNoRoleIsNamed() {
        assertThatThrownBy(() -> access("admin"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("headrace.management.role: ");
    }

    private static ManagementAccess access(String role) {
        return ManagementAccess.configured(name -> Optional.ofNullable(role));
    }
}
