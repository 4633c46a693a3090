package org.headrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.headrace.saga.Direction;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaProbe;
import org.headrace.saga.SagaProbe.Finding;
import org.headrace.saga.SagaSteps;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls that may have taken effect when their node died, in each way in which a step may say what is done then. */
class CallsInDoubtTest {

    @RegisterExtension
    static final SagaTestkit sagas = SagaTestkit.inMemory();

    private Hotel hotel = new Hotel();

    /** Books a room at a hotel that knows no keys. */
    private record Booking(Hotel hotel, UnaryOperator<SagaSteps> inDoubt) implements SagaDefinition {

        @Override
        public String name() {
            return "booking";
        }

        @Override
        public SagaSteps steps() {
            return inDoubt.apply(SagaSteps.firstCall("Room", context -> hotel.bookAnother(key(context)))
                            .compensatedBy(context -> hotel.cancel(key(context))))
                    .then("Note", context -> context.set("noted", true));
        }
    }

    private static String key(SagaContext context) {
        return SagaContext.idempotencyKey(context.saga().id(), context.step(), Direction.EXECUTE);
    }

    private SagaScenario booking(UnaryOperator<SagaSteps> inDoubt) {
        return sagas.given(() -> {
                    hotel = new Hotel();
                    return new Booking(hotel, inDoubt);
                })
                .watching(() -> hotel.everything());
    }

    private SagaScenario asking(SagaProbe probe) {
        return booking(steps -> steps.whenInDoubtAsk(probe));
    }

    @TestFactory
    Stream<DynamicTest> aCallIsLookedForBeforeItIsMadeAgain() {
        return asking(context -> {
                    boolean isBooked = hotel.everything().contains("room of " + key(context));
                    boolean isDone = isBooked == (context.direction() == Direction.EXECUTE);
                    return isDone ? Finding.HAPPENED : Finding.NEVER_HAPPENED;
                })
                .crashingAtEveryPoint();
    }

    @Test
    void aProbeThatDoesNotSeeTheCallIsFound() {
        SagaScenario blind = asking(context -> Finding.NEVER_HAPPENED);
        assertThat(Failing.of(blind.crashingAtEveryPoint()))
                .contains("crash after Room execute", "crash storing StepCompleted Room execute")
                .doesNotContain("crash before Room execute");
        assertThat(Failing.of(blind.runningEveryStepTwice())).isEmpty();
    }

    @Test
    void aProbeThatSeesWhatIsNotThereIsFound() {
        assertThat(Failing.of(asking(context -> Finding.HAPPENED).crashingAtEveryPoint()))
                .contains("crash before Room execute", "crash after storing StepStarted Room execute")
                .doesNotContain("crash after Room execute");
    }

    @Test
    void aCallThatIsMadeTwiceIsToldWithTheNodesThatMadeIt() {
        DynamicTest crash = booking(steps -> steps)
                .crashingAtEveryPoint()
                .filter(test -> test.getDisplayName().equals("crash after Room execute"))
                .findFirst()
                .orElseThrow();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> crash.getExecutable().execute())
                .withMessage(
                        """
                        Saga booking should have the same effects as without that:
                          + room of <saga>:Room:execute
                        but has:
                          + room of <saga>:Room:execute
                          + room of <saga>:Room:execute
                        What happened:
                          SagaStarted
                          StepStarted Room execute on node-1
                          StepUnknown Room execute on node-2
                          StepStarted Room execute on node-2
                          StepCompleted Room execute on node-2
                          StepCompleted Note execute on node-2
                          SagaCompleted on node-2""");
    }

    @Test
    void aCallMayBeLeftToAnOperator() {
        SagaScenario parking = booking(SagaSteps::whenInDoubtPark);
        assertThat(Failing.of(parking.crashingAtEveryPoint())).isEmpty();
        assertThat(parking.runningEveryStepTwice().map(DynamicTest::getDisplayName))
                .containsExactly("Note is rolled back and run again");
        parking.run(Faults.crashAfter("Room", Direction.EXECUTE)).thenParkedAt("Room");
        assertThat(hotel.everything()).hasSize(1);
    }

    @Test
    void anUndoThatCannotBeDoneIsAFailure() {
        SagaOutcome failed = booking(steps -> steps.compensatedBy(context -> {
                    throw new IllegalStateException("The hotel is closed");
                }))
                .failingAt("Note")
                .whenRun()
                .thenFailed()
                .thenBecause("The hotel is closed");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(failed::thenCompensated)
                .withMessageContaining("should be Compensated, but is Failed");
        assertThat(List.of(failed.steps(Direction.COMPENSATE))).containsExactly(List.of());
    }
}
