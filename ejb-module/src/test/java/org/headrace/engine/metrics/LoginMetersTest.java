package org.headrace.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.headrace.engine.security.LoginObserver.Credential;
import org.junit.jupiter.api.Test;

class LoginMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LoginMeters meters = new LoginMeters(registry);

    @Test
    void failuresAreCountedByWhatWasWrongAndRefusalsBeside() {
        meters.failed(Credential.PASSWORD);
        meters.failed(Credential.PASSWORD);
        meters.failed(Credential.TOKEN);
        meters.refused();

        assertThat(failures("password")).isEqualTo(2);
        assertThat(failures("token")).isEqualTo(1);
        assertThat(registry.get("headrace.login.refusals").counter().count()).isEqualTo(1);
    }

    private double failures(String credential) {
        return registry.get("headrace.login.failures")
                .tag("credential", credential)
                .counter()
                .count();
    }
}
