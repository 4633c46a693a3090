package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;

import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SagaReportTest {

    private final RegisteredSagas registered = new RegisteredSagas();

    @ParameterizedTest
    @CsvSource({
        "RUNNING, IDLE, ",
        "RUNNING, CALLING, ",
        "RUNNING, IN_DOUBT, B",
        "RUNNING, PARKED, B",
        "COMPENSATING, CALLING, ",
        "COMPENSATING, IN_DOUBT, B",
        "COMPENSATING, PARKED, B",
        "COMPENSATING, DOUBTFUL, B",
        "FAILED, DOUBTFUL, B"
    })
    void tellsOfWhichStepItIsNotKnownWhetherItTookEffect(SagaState state, Situation situation, String inDoubt) {
        registered.register(Situation.definition(Situation.steps()).definition());
        assertThat(report(state, situation).outlook().inDoubt()).isEqualTo(inDoubt);
    }

    @Test
    void tellsWhichUndosAreLeftInTheirOrder() {
        assertThat(report(SagaState.FAILED, Situation.IDLE).explanation()).endsWith("last first: B, A");
        assertThat(report(SagaState.FAILED, Situation.DOUBTFUL).explanation()).endsWith("last first: B, A");
    }

    @Test
    void numbersAStepWhoseNameIsNotKnownHere() {
        assertThat(report(SagaState.RUNNING, Situation.PARKED).outlook().inDoubt())
                .isEqualTo("step 2");
    }

    private SagaStatus report(SagaState state, Situation situation) {
        return SagaReport.of(situation.saga(state), registered, new Troubles());
    }
}
