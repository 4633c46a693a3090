package org.headrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.headrace.memory.HeapTransactions;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaDeadline;
import org.headrace.saga.SagaSteps;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the testkit lets pass, and what it must not. */
class SagaTestkitTest {

    @RegisterExtension
    static final SagaTestkit sagas = SagaTestkit.inMemory();

    private Trip trip = new Trip(sagas.heap());

    @Test
    void tellsHowASagaEnded() {
        approved(trip)
                .whenRun()
                .thenCompleted()
                .thenSteps("Seat", "Room", "Approved", "Car")
                .thenUndone()
                .thenData("seat", String.class, seat -> assertThat(seat).isEqualTo("12A"))
                .thenData("Approved", String.class, by -> assertThat(by).isEqualTo("ada"))
                .thenEffects("cars= <saga>", "room of <saga>:Room:execute", "seats= <saga>");
    }

    @Test
    void aStepThatFailsIsUndoneWithAllBeforeIt() {
        approved(trip)
                .failingAt("Car")
                .whenRun()
                .thenCompensated()
                .thenBecause("The testkit lets step Car fail")
                .thenSteps("Seat", "Room", "Approved")
                .thenUndone("Room", "Seat")
                .thenCleanSlate();
    }

    @Test
    void whatIsWrongIsToldWithTheHistory() {
        SagaOutcome outcome =
                sagas.given(trip).startedWith(SagaData.of("fullyBooked", true)).whenRun();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(outcome::thenCompleted)
                .withMessage(
                        """
                        Saga trip should be Completed, but is Compensated because: No seat is left
                        What happened:
                          SagaStarted
                          StepFailed Seat execute on node-1: No seat is left
                          SagaCompensated on node-1: No seat is left""");
        assertThatThrownBy(() -> outcome.thenSteps("Seat"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("should have executed [Seat], but has []");
        assertThatThrownBy(() -> outcome.thenData("seat", String.class, seat -> {}))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("should have the value seat: seat: is missing");
        assertThatThrownBy(outcome::thenCleanSlate)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("watching");
    }

    @Test
    void retriesAreNotWaitedFor() {
        long begun = System.nanoTime();
        approved(trip, SagaData.of("flaky", 3)).whenRun().thenCompleted();
        approved(trip, SagaData.of("flaky", 9)).whenRun().thenCompensated().thenBecause("Try again");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void whatDoesNotComeIsWaitedFor() {
        SagaScenario waiting = sagas.given(trip).watching(trip::everything);
        waiting.whenRun().thenWaitsFor("Approved").thenSteps("Seat", "Room");
        waiting.afterWaiting(Duration.ofHours(47)).whenRun().thenWaitsFor("Approved");
        waiting.afterWaiting(Duration.ofHours(49))
                .whenRun()
                .thenCompensated()
                .thenBecause("No signal Approved came within PT48H")
                .thenCleanSlate();
        waiting.afterWaiting(Duration.ofHours(47))
                .signalling("Approved", "ada")
                .whenRun()
                .thenCompleted();
    }

    @Test
    void aDeadlineComesWhileItWaits() {
        trip = new Trip(sagas.heap()) {
            @Override
            public Optional<SagaDeadline> deadline() {
                return Optional.of(SagaDeadline.of(Duration.ofHours(3)));
            }
        };
        SagaScenario waiting = sagas.given(trip).watching(trip::everything);
        waiting.afterWaiting(Duration.ofHours(2)).whenRun().thenWaitsFor("Approved");
        SagaOutcome late = waiting.afterWaiting(Duration.ofHours(4))
                .whenRun()
                .thenCompensated()
                .thenUndone("Room", "Seat")
                .thenCleanSlate();
        assertThatThrownBy(late::thenCompleted).hasMessageContaining("SagaCancelled on node-1");
    }

    @TestFactory
    Stream<DynamicTest> aSoundSagaIsUndoneWhicheverStepFails() {
        return approved(trip).failingAtEveryStep();
    }

    @TestFactory
    Stream<DynamicTest> aSoundSagaBearsToBeRunTwice() {
        return approved(trip).runningEveryStepTwice();
    }

    @TestFactory
    Stream<DynamicTest> aSoundSagaBearsACrashAtEveryPoint() {
        return approved(trip).crashingAtEveryPoint();
    }

    @Test
    void everyPointIsTried() {
        assertThat(approved(trip).failingAtEveryStep().map(DynamicTest::getDisplayName))
                .containsExactly(
                        "Seat fails",
                        "Room fails",
                        "Room takes effect, and its answer never comes",
                        "Approved fails",
                        "Car fails");
        assertThat(approved(trip).runningEveryStepTwice().map(DynamicTest::getDisplayName))
                .containsExactly(
                        "Seat is rolled back and run again",
                        "Room is called twice",
                        "Approved is rolled back and run again",
                        "Car is rolled back and run again",
                        "the compensation of Seat is rolled back and run again, when Car fails",
                        "the compensation of Room is called twice, when Car fails");
        assertThat(approved(trip).crashingAtEveryPoint().map(DynamicTest::getDisplayName))
                .contains(
                        "crash before Seat execute",
                        "crash after Seat execute",
                        "crash storing StepCompleted Seat execute",
                        "crash after storing StepCompleted Seat execute",
                        "crash storing StepStarted Room execute",
                        "crash after storing StepStarted Room execute",
                        "crash after Room execute",
                        "crash storing StepCompleted Car execute, SagaCompleted",
                        "crash storing StepFailed Car execute, SagaCompensating, when Car fails",
                        "crash after storing StepStarted Room compensate, when Car fails",
                        "crash after storing StepCompleted Seat compensate, SagaCompensated, when Car fails")
                .doesNotHaveDuplicates();
    }

    @Test
    void aCompensationThatForgetsSomethingIsFound() {
        trip = new Trip(sagas.heap()) {
            @Override
            void giveSeatBack(SagaContext context) {
                change("seats", taken -> taken + "?");
            }
        };
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> approved(trip).failingAt("Car").whenRun().thenCleanSlate())
                .withMessageContaining("should leave a clean slate, but there is left:\n  + seats= <saga>?")
                .withMessageContaining("StepCompleted Seat compensate");
        assertThat(Failing.of(approved(trip).failingAtEveryStep()))
                .containsExactly(
                        "Room fails", "Room takes effect, and its answer never comes", "Approved fails", "Car fails");
    }

    @Test
    void aCallThatIgnoresItsKeyIsFound() {
        trip = new Trip(sagas.heap()) {
            @Override
            void bookRoom(SagaContext context) {
                hotel.bookAnother(context.idempotencyKey());
            }
        };
        assertThat(Failing.of(approved(trip).runningEveryStepTwice())).containsExactly("Room is called twice");
        assertThat(Failing.of(approved(trip).crashingAtEveryPoint()))
                .contains("crash after Room execute", "crash storing StepCompleted Room execute")
                .doesNotContain("crash before Room execute", "crash after storing StepStarted Room execute");
    }

    @Test
    void whatIsWrittenOutsideOfTheTransactionIsFound() {
        trip = new Trip(sagas.heap()) {
            @Override
            void takeCar(SagaContext context) {
                hotel.bookAnother("car for " + context.saga().id());
            }
        };
        assertThat(Failing.of(approved(trip).crashingAtEveryPoint()))
                .contains("crash after Car execute", "crash storing StepCompleted Car execute, SagaCompleted")
                .doesNotContain("crash before Car execute", "crash after Seat execute");
        assertThat(Failing.of(approved(trip).runningEveryStepTwice()))
                .containsExactly("Car is rolled back and run again");
        assertThat(Failing.of(approved(trip).failingAtEveryStep())).containsExactly("Car fails");
    }

    @Test
    void aStepThatRemembersInItselfIsFound() {
        SagaScenario scenario = sagas.given(() -> trip = new CountingTrip(sagas.heap()))
                .signalling("Approved", "ada")
                .watching(() -> trip.everything());
        assertThat(Failing.of(scenario.runningEveryStepTwice())).containsExactly("Car is rolled back and run again");
    }

    private static final class CountingTrip extends Trip {

        private int taken;

        CountingTrip(HeapTransactions heap) {
            super(heap);
        }

        @Override
        void takeCar(SagaContext context) {
            taken++;
            change("cars", cars -> "number " + taken);
        }
    }

    @Test
    void anUndoThatDoesNotBearThatNothingHappenedIsFound() {
        trip = new Trip(sagas.heap()) {
            @Override
            public SagaSteps steps() {
                return SagaSteps.first("Seat", this::takeSeat)
                        .compensatedBy(this::giveSeatBack)
                        .thenCall("Room", this::bookRoom)
                        .compensatedBy(context -> {
                            if (hotel.everything().isEmpty()) {
                                throw new IllegalStateException("There is no room to cancel");
                            }
                            cancelRoom(context);
                        });
            }
        };
        assertThat(Failing.of(approved(trip).runningEveryStepTwice()))
                .containsExactly("the compensation of Room is called twice, when Room fails");
    }

    @Test
    void aStepThatNobodyHasIsRefused() {
        assertThatThrownBy(() -> sagas.given(trip).failingAt("Boat"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Saga trip has no step Boat, but [Seat, Room, Approved, Car]");
    }

    @Test
    void aFailureThatNeverTookPlaceProvesNothing() {
        assertThatThrownBy(() -> approved(trip, SagaData.of("fullyBooked", true))
                        .failingAt("Car")
                        .whenRun())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("was not put to the test: it never came to execute step Car")
                .hasMessageContaining("No seat is left");
    }

    private static SagaScenario approved(Trip trip) {
        return approved(trip, SagaData.empty());
    }

    private static SagaScenario approved(Trip trip, SagaData data) {
        return sagas.given(() -> {
                    trip.rows.clear();
                    trip.hotel.close();
                    return trip;
                })
                .startedWith(data)
                .watching(trip::everything)
                .signalling("Approved", "ada");
    }
}
