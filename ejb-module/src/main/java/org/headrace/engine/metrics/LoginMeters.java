package org.headrace.engine.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.headrace.engine.security.LoginObserver;

/** Logins at this node that did not succeed. No series names a user or an address: there may be any number of them. */
final class LoginMeters implements LoginObserver {

    private final Map<Credential, Counter> failures = new EnumMap<>(Credential.class);
    private final Counter refusals;

    LoginMeters(MeterRegistry registry) {
        for (Credential wrong : Credential.values()) {
            failures.put(
                    wrong,
                    Counter.builder("headrace.login.failures")
                            .description("Logins that failed: a wrong name or password, or a token that is not taken")
                            .tag("credential", wrong.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        refusals = Counter.builder("headrace.login.refusals")
                .description("Logins that were refused for those that had failed before them")
                .register(registry);
    }

    @Override
    public void failed(Credential wrong) {
        Objects.requireNonNull(failures.get(wrong)).increment();
    }

    @Override
    public void refused() {
        refusals.increment();
    }
}
