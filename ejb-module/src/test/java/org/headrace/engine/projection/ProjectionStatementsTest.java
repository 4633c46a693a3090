package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.headrace.json.JsonText;
import org.headrace.projection.BatchProjection;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a batch of a projection costs, in statements and commits, but for its lease: whoever adds one must mean it.
 */
class ProjectionStatementsTest {

    private static final String STREAM = "Orders";
    private static final int BATCH = 10;
    private static final int LARGE = 600;

    /** A page, or where streams end. */
    private static final List<String> READ = List.of("from streams");

    private static final String MODEL = "insert into read_model";
    private static final String CHECKPOINT = "insert into projection_checkpoints";

    private RunnerEnvironment environment;
    private ProjectionRunner runner;

    @BeforeEach
    void open() {
        environment = RunnerEnvironment.postgres(() -> {});
    }

    @AfterEach
    void close() {
        environment.close();
    }

    @Test
    void aBatchIsReadByOneStatementAndCommittedOnceWithItsCheckpoint() throws Exception {
        BatchProjection batch =
                (events, context) -> environment.model().add(events.get(0).offset());
        begin(batch);

        append(3 * BATCH);
        List<List<String>> asked = asked();

        assertThat(asked)
                .filteredOn(statements -> !statements.equals(READ))
                .hasSize(3)
                .containsOnly(List.of(MODEL, CHECKPOINT));
        assertThat(Collections.frequency(asked, READ)).as("a look, and pages").isBetween(2, 1 + 3);
    }

    @Test
    void eventByEventItCostsWhatItsHandlerDoesAndNothingBesides() throws Exception {
        DynamicProjection each =
                (payload, context) -> environment.model().add(context.event().offset());
        begin(each);

        append(2);

        assertThat(asked()).containsExactly(READ, READ, List.of(MODEL, MODEL, CHECKPOINT));
    }

    /** Pages of more events than the node holds of a stream's end. */
    @Test
    void theNextPageIsReadWhileOneIsProcessed() throws Exception {
        List<Long> first = new ArrayList<>();
        List<List<String>> asked = new ArrayList<>();
        BatchProjection batch = (events, context) -> {
            first.add(events.get(0).offset());
            if (first.size() == 2) {
                Awaitility.await("a look and two pages").until(() -> {
                    asked.addAll(environment.counter().take());
                    return Collections.frequency(asked, READ) == 3;
                });
            }
        };
        begin(batch, LARGE);

        append(2 * LARGE);
        environment.counter().take();
        environment.run(runner);

        assertThat(first).containsExactly(0L, 1L, LARGE + 1L);
    }

    @Test
    void whoStandsAtTheHeadAsksNothing() throws Exception {
        DynamicProjection each = (payload, context) -> {};
        begin(each);
        environment.counter().take();

        runner.runUntilIdle();

        assertThat(environment.counter().take()).isEmpty();
    }

    /** One that has looked at all there is once. */
    private void begin(Object handler) throws Exception {
        begin(handler, BATCH);
    }

    private void begin(Object handler, int batchSize) throws Exception {
        append(1);
        runner = environment.newRunner(ProjectionDefinition.of("counted", handler, STREAM)
                .withOptions(ProjectionOptions.DEFAULT.withBatchSize(batchSize)));
        environment.run(runner);
    }

    /** All that is asked until it stands. */
    private List<List<String>> asked() throws Exception {
        environment.counter().take();
        environment.run(runner);
        return environment.counter().take();
    }

    private void append(int count) {
        environment
                .log()
                .append(Append.to(
                        STREAM,
                        IntStream.range(0, count)
                                .mapToObj(i -> NewEvent.of("Placed", JsonText.of("{}")))
                                .toList()));
    }
}
