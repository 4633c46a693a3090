package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Projections over streams whose oldest events are archived. */
class ArchivedStreamsTest {

    private static final String NAME = "tested";
    private static final String STREAM = "Orders";
    private static final Operator ADA = new Operator("ada", "");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProjectionThatStartsBelowTheLineReadsArchivedAndLiveEvents(boolean inMemory) throws Exception {
        try (RunnerEnvironment environment = environment(inMemory)) {
            append(environment, 25);
            environment.retention().archiveBelow(STREAM, 13, ADA);

            environment.run(environment.newRunner(adding(environment)));

            assertThat(environment.model().offsets()).containsExactlyElementsOf(offsets(25));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProjectionWhosePlaceIsArchivedMeanwhileMissesNothing(boolean inMemory) throws Exception {
        try (RunnerEnvironment environment = environment(inMemory)) {
            append(environment, 7);
            environment.run(environment.newRunner(adding(environment)));
            append(environment, 30);
            environment.retention().archiveBelow(STREAM, 37, ADA);
            append(environment, 3);

            environment.run(environment.newRunner(adding(environment)));

            assertThat(environment.model().offsets()).containsExactlyElementsOf(offsets(40));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRebuildReadsArchivedEventsAgain(boolean inMemory) throws Exception {
        try (RunnerEnvironment environment = environment(inMemory)) {
            append(environment, 25);
            ProjectionRunner runner = environment.newRunner(adding(environment));
            environment.run(runner);
            environment.retention().archiveBelow(STREAM, 13, ADA);
            runner.operate(before -> {
                environment.model().clear();
                environment.parts().places().checkpoints().reset(NAME, STREAM);
                return before;
            });

            environment.run(runner);

            assertThat(environment.model().offsets()).containsExactlyElementsOf(offsets(25));
        }
    }

    private static RunnerEnvironment environment(boolean inMemory) {
        return inMemory ? RunnerEnvironment.inMemory(() -> {}) : RunnerEnvironment.postgres(() -> {});
    }

    private static ProjectionDefinition adding(RunnerEnvironment environment) {
        DynamicProjection adding =
                (event, context) -> environment.model().add(context.event().offset());
        return ProjectionDefinition.of(NAME, adding, STREAM).withOptions(ProjectionOptions.DEFAULT.withBatchSize(10));
    }

    private static void append(RunnerEnvironment environment, int count) {
        environment
                .log()
                .append(Append.to(
                        STREAM,
                        IntStream.range(0, count)
                                .mapToObj(i -> NewEvent.of("Tested", JsonText.of("{}")))
                                .toList()));
    }

    private static List<Long> offsets(int count) {
        return LongStream.range(0, count).boxed().toList();
    }
}
