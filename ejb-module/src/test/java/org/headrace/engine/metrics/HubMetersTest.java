package org.headrace.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Locale;
import org.headrace.engine.hub.Hub;
import org.headrace.engine.hub.HubObserver.Refusal;
import org.headrace.engine.hub.HubObserver.Shed;
import org.headrace.engine.hub.HubTraffic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HubMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HubMeters meters =
            new HubMeters(registry, () -> new Hub().counts(), () -> 0, () -> HubTraffic.NOTHING);

    @ParameterizedTest
    @EnumSource
    void whoIsNotTakenIsCountedByTheReason(Refusal why) {
        meters.refused(why);

        for (Refusal other : Refusal.values()) {
            assertThat(count("headrace.hub.refused", other)).as("%s", other).isEqualTo(other == why ? 1 : 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoIsClosedIsCountedByTheReason(Shed why) {
        meters.shed(why);

        for (Shed other : Shed.values()) {
            assertThat(count("headrace.hub.shed", other)).as("%s", other).isEqualTo(other == why ? 1 : 0);
        }
    }

    private double count(String meter, Enum<?> reason) {
        return registry.get(meter)
                .tag("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .counter()
                .count();
    }
}
