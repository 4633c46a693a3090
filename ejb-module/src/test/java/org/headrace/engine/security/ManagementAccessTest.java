package org.headrace.engine.security;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.headrace.input.InvalidInputException;
import org.junit.jupiter.api.Test;

class ManagementAccessTest {

    @Test
    void managementOperatesUnlessToldOtherwise() {
        access(null).require(Role.OPERATOR);

        ManagementAccess reader = access("headrace-reader");
        reader.require(Role.READER);
        assertThatThrownBy(() -> reader.require(Role.OPERATOR))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("headrace.management.role is headrace-reader");
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
