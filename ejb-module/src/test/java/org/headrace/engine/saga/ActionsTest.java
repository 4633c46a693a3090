package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.headrace.saga.Direction;
import org.headrace.saga.SagaSteps;
import org.junit.jupiter.api.Test;

class ActionsTest {

    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private final RegisteredSaga definition = Situation.definition(SagaSteps.first("A", context -> {}));
    private final NextMove.Act move = new NextMove.Act(definition.steps().get(0), Direction.EXECUTE);
    private final Actions actions = new Actions(Duration.ofMillis(10));

    private void ran(long millis) {
        actions.note(definition, move, millis * MILLI, false);
    }

    private void ran(long millis, int times) {
        for (int i = 0; i < times; i++) {
            ran(millis);
        }
    }

    /** For so long that it is their average. */
    private void transactionsTake(long millis) {
        for (int i = 0; i < 40; i++) {
            actions.noteAround(millis * MILLI);
        }
    }

    private boolean shares() {
        return actions.mayShare(definition, move);
    }

    @Test
    void whatHasNotRunIsNotKnownToBeShort() {
        assertThat(shares()).isFalse();
        ran(1);
        assertThat(shares()).isTrue();
    }

    @Test
    void whatTakesLongDoesNotShareUntilItIsShortForAWhile() {
        ran(80);
        assertThat(shares()).isFalse();
        ran(1, 10);
        assertThat(shares()).isFalse();
        ran(1, 10);
        assertThat(shares()).isTrue();
    }

    @Test
    void whereTransactionsAreSlowWhatTakesLessIsStillShort() {
        ran(40);
        transactionsTake(60);
        assertThat(shares()).isTrue();

        transactionsTake(3);
        assertThat(shares()).isFalse();
    }

    @Test
    void whatTakesFarTooLongNeverShares() {
        ran(200);
        transactionsTake(5_000);
        assertThat(shares()).isFalse();
    }

    @Test
    void whatFailsOftenDoesNotShare() {
        ran(1);
        actions.note(definition, move, MILLI, true);
        assertThat(shares()).isFalse();
        ran(1);
        ran(1);
        assertThat(shares()).isTrue();
    }

    @Test
    void undoingIsAnotherAction() {
        ran(1);

        assertThat(actions.mayShare(definition, new NextMove.Act(move.step(), Direction.COMPENSATE)))
                .isFalse();
    }
}
