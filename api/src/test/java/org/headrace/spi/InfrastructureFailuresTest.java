package org.headrace.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InfrastructureFailuresTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"08006", "08001", "57P01", "57P02", "57P03", "53300", "25P03", "25006", "55P03", "40001", "40P01"
            })
    void theseAreFailuresOfTheDatabase(String state) {
        var failure = new SQLException("gone", state);
        assertThat(InfrastructureFailures.isInfrastructure(failure)).isTrue();
        assertThat(InfrastructureFailures.isInfrastructure(new IllegalStateException(failure)))
                .as("as a cause")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22P02", "42P01", "57014", "P0001"})
    void theseAreFailuresOfWhatUsersWrote(String state) {
        assertThat(InfrastructureFailures.isInfrastructure(new SQLException("wrong", state)))
                .isFalse();
    }
}
