package org.headrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.memory.TransactionalMap;
import org.headrace.projection.BatchContext;
import org.headrace.projection.BatchProjection;
import org.headrace.projection.EventContext;
import org.headrace.projection.Projection;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ResettableProjection;
import org.headrace.projection.StreamProjection;
import org.headrace.stream.NewEvent;
import org.headrace.stream.RecordedEvent;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the testkit lets pass, and what it must not. */
class ProjectionTestkitTest {

    @RegisterExtension
    static final ProjectionTestkit projections = ProjectionTestkit.inMemory();

    private final TransactionalMap<String, Integer> totals = projections.heap().newMap();

    /** As it should be. */
    @StreamProjection(name = "totals", streams = "Payments", batchSize = 3)
    class Totals implements Projection<Paid>, ResettableProjection {

        @Override
        public void project(Paid paid, EventContext context) {
            int before = totals.get(paid.customer()).orElse(0);
            totals.put(paid.customer(), before + paid.amount());
        }

        @Override
        public void reset() {
            totals.clear();
        }
    }

    /** Keeps what it has seen in a field, which nobody rolls back. */
    @StreamProjection(name = "remembering", streams = "Payments")
    class Remembering extends Totals {

        private int all;

        @Override
        public void project(Paid paid, EventContext context) {
            all += paid.amount();
            totals.put("all", all);
        }
    }

    /** Empties only what it knows. */
    @StreamProjection(name = "forgetful", streams = "Payments")
    class Forgetful extends Totals {

        @Override
        public void reset() {
            totals.remove("ada");
        }
    }

    /** Takes each batch for the whole. */
    class Batches implements BatchProjection {

        @Override
        public void project(List<RecordedEvent> events, BatchContext context) {
            totals.put("last batch", events.size());
        }
    }

    @Test
    void tellsWhatWasProjected() {
        paid(new Totals())
                .events(NewEvent.of("Refunded", JsonText.of("7")))
                .whenProjected()
                .thenReadModel("ada=12", "grace=7");
    }

    @Test
    void whatIsWrongIsTold() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> paid(new Totals()).whenProjected().thenReadModel("ada=11", "grace=7"))
                .withMessage(
                        """
                        The read model of projection totals is not as it should be when: all events have been projected. \
                        Too much (+) and missing (-):
                          + ada=12
                          - ada=11""");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> projections
                        .given(new Totals())
                        .events(new Paid("ada", 1), NewEvent.of("Paid", JsonText.of("5")))
                        .watching(totals::snapshot)
                        .whenProjected())
                .withMessageStartingWith(
                        "Projection totals fails at one of 2 events from event 0 (Paid) of stream Payments");
    }

    @TestFactory
    Stream<DynamicTest> aSoundOneBearsEverything() {
        var all = new ArrayList<>(paid(new Totals()).runningEveryBatchTwice().toList());
        all.addAll(paid(new Totals()).inBatchesOfAnySize().toList());
        all.addAll(paid(new Totals()).rebuilding().toList());
        assertThat(all).hasSize(6);
        return all.stream();
    }

    @Test
    void whatIsKeptBesideTheTransactionIsFound() {
        assertThat(failures(projections
                        .given(Remembering::new)
                        .events(new Paid("ada", 5))
                        .watching(totals::snapshot)
                        .runningEveryBatchTwice()))
                .hasSize(2);
    }

    @Test
    void aResetThatForgetsSomethingIsFound() {
        assertThat(failures(afterAnEmptyStart(new Forgetful()).rebuilding()))
                .containsExactly("rebuilt, it is the same");
        assertThat(failures(afterAnEmptyStart(new Forgetful()).runningEveryBatchTwice()))
                .isEmpty();
    }

    @Test
    void aReplayThatLeavesSomethingOutIsFound() {
        var leavingOut = new Totals() {
            @Override
            public void project(Paid paid, EventContext context) {
                if (!context.replaying()) {
                    super.project(paid, context);
                }
            }
        };
        var definition =
                ProjectionDefinition.of("totals", leavingOut, "Payments").withEvents(Paid.class);
        assertThat(failures(paid(definition).rebuilding())).containsExactly("rebuilt, it is the same");
    }

    @Test
    void aBatchThatIsTakenForTheWholeIsFound() {
        var definition = ProjectionDefinition.of("batches", new Batches(), "Payments")
                .withOptions(ProjectionOptions.DEFAULT.withBatchSize(3));
        assertThat(failures(paid(definition).inBatchesOfAnySize())).contains("all at once");
        assertThat(failures(paid(definition).runningEveryBatchTwice()))
                .doesNotContain("every batch is rolled back and run again");
        assertThatThrownBy(() -> paid(definition).rebuilding())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ResettableProjection");
    }

    @Test
    void whatIsNoProjectionIsRefused() {
        assertThatThrownBy(() -> projections.given(new Batches()).whenProjected())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("must be annotated with @StreamProjection");
    }

    private ProjectionScenario paid(Object projection) {
        return paid(projections.given(projection));
    }

    private ProjectionScenario afterAnEmptyStart(Object projection) {
        return paid(projections.given(() -> {
            totals.clear();
            return projection;
        }));
    }

    private ProjectionScenario paid(ProjectionScenario scenario) {
        return scenario.events(new Paid("ada", 5), new Paid("grace", 7), new Paid("ada", 4), new Paid("ada", 3))
                .watching(totals::snapshot);
    }

    private static List<String> failures(Stream<DynamicTest> tests) {
        return Failing.of(tests);
    }
}
