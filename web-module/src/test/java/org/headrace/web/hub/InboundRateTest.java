package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.headrace.engine.hub.ClientLimits;
import org.headrace.web.hub.HubRequest.Acknowledge;
import org.headrace.web.hub.HubRequest.Answer;
import org.headrace.web.hub.HubRequest.Refused;
import org.headrace.web.hub.HubRequest.SignOfLife;
import org.headrace.web.hub.HubRequest.Unsubscribe;
import org.junit.jupiter.api.Test;

class InboundRateTest {

    private static final HubRequest CALL = new Unsubscribe(null, "S");
    private static final HubRequest ANSWER = new Acknowledge(null, "S", 0);

    private long now = Long.MAX_VALUE - 1_000;
    private final InboundRate rate = new InboundRate(new ClientLimits(0, 0, 10, 100, 1), () -> now);

    @Test
    void fiveSecondsWorthOfCallsMayComeAtOnceAndNoMore() {
        assertThat(accepted(CALL, 60)).isEqualTo(50);
        assertThat(rate.excess(new Refused(null, "what?"))).contains("max-calls-per-second is 10");
    }

    @Test
    void afterwardsSoManyMayComeEachSecond() {
        accepted(CALL, 60);
        skip(Duration.ofMillis(99));
        assertThat(accepted(CALL, 1)).isZero();
        skip(Duration.ofMillis(1));
        assertThat(accepted(CALL, 2)).isEqualTo(1);
        skip(Duration.ofSeconds(2));
        assertThat(accepted(CALL, 30)).isEqualTo(20);
    }

    @Test
    void aPauseSavesUpFiveSecondsAndNoMore() {
        skip(Duration.ofDays(30));

        assertThat(accepted(CALL, 60)).isEqualTo(50);
    }

    @Test
    void whatAnswersEventsHasALimitOfItsOwn() {
        assertThat(accepted(ANSWER, 200)).isEqualTo(200);
        assertThat(accepted(new Answer("e1-0"), 200)).isEqualTo(200);
        assertThat(accepted(new SignOfLife(), 200)).isEqualTo(100);
        assertThat(rate.excess(ANSWER)).contains("max-messages-per-second is 100");
        assertThat(rate.excess(CALL)).contains("max-messages-per-second is 100");
    }

    private long accepted(HubRequest request, int times) {
        return Stream.generate(() -> rate.excess(request))
                .limit(times)
                .filter(excess -> excess == null)
                .count();
    }

    private void skip(Duration time) {
        now += time.toNanos();
    }
}
