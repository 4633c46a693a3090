package org.headrace.persistence.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.headrace.persistence.saga.SagaRecords.inState;
import static org.headrace.persistence.saga.SagaRecords.plain;

import java.util.List;
import org.headrace.operator.Operator;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.spi.SagaCountStore;
import org.headrace.saga.spi.SagaCountStore.SagaCount;
import org.headrace.saga.spi.SagaRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a store tells of how many sagas are open. */
abstract class SagaCountContract {

    private final SagaStoreEnvironment environment = newEnvironment();

    abstract SagaStoreEnvironment newEnvironment();

    abstract SagaCountStore counts(SagaStoreEnvironment of);

    @AfterEach
    void close() {
        environment.close();
    }

    private List<SagaCount> open(int most) {
        return counts(environment).open(most);
    }

    private void save(SagaState state, boolean paused) {
        SagaRecord saga = inState(plain(), state);
        environment.states().save(paused ? saga.withPause(new Mark(new Operator("ada", ""), SagaRecords.TIME)) : saga);
    }

    @Test
    void thoseThatHaveNotEndedWellAreCountedByStateAndPause() {
        assertThat(open(100)).isEmpty();
        for (SagaState state : SagaState.values()) {
            save(state, false);
        }
        save(SagaState.RUNNING, false);
        save(SagaState.RUNNING, true);

        assertThat(open(100))
                .containsExactly(
                        new SagaCount("order", 1, SagaState.NOT_STARTED, false, 1),
                        new SagaCount("order", 1, SagaState.RUNNING, false, 2),
                        new SagaCount("order", 1, SagaState.RUNNING, true, 1),
                        new SagaCount("order", 1, SagaState.COMPENSATING, false, 1),
                        new SagaCount("order", 1, SagaState.FAILED, false, 1));
        assertThat(open(3).stream().mapToLong(SagaCount::count).sum())
                .as("no more are looked at than allowed")
                .isEqualTo(3);
    }
}
