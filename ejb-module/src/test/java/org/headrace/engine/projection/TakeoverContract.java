package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.headrace.json.JsonText;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.spi.RunState.FailedEvent;
import org.headrace.retry.RetryPolicy;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds when a node goes on with a projection that another one has run since it looked last, whatever the store. */
abstract class TakeoverContract {

    private static final String NAME = "taken-over";
    private static final String STREAM = "Orders";
    private static final long POISON = 6;

    private RunnerEnvironment environment;

    abstract RunnerEnvironment newEnvironment();

    @BeforeEach
    void open() {
        environment = newEnvironment();
    }

    @AfterEach
    void close() {
        environment.close();
    }

    @Test
    void failedTriesOfTheOtherNodeCount() throws Exception {
        append(6);
        ProjectionRunner idle = newRunner();
        environment.run(idle);
        append(2);
        environment.run(newRunner());
        assertThat(failure().attempts()).isEqualTo(1);
        environment.clock().move(Duration.ofSeconds(1));

        environment.run(idle);

        assertThat(failure().attempts()).isEqualTo(2);
        assertThat(failure().nextAttemptAt())
                .isEqualTo(environment.clock().instant().plusSeconds(2));
        assertThat(environment.model().offsets()).containsExactlyElementsOf(upTo(POISON));
    }

    @Test
    void eventsThatTheOtherNodeHasDoneAreNotDoneAgainWhenABatchIsHalved() throws Exception {
        append(3);
        ProjectionRunner idle = newRunner();
        environment.run(idle);
        append(5);
        environment.run(newRunner());
        environment.clock().move(Duration.ofSeconds(1));

        environment.run(idle);
        environment.run(idle);

        assertThat(environment.model().offsets()).containsExactlyElementsOf(upTo(POISON));
        assertThat(environment
                        .parts()
                        .places()
                        .checkpoints()
                        .load(NAME, STREAM)
                        .orElseThrow()
                        .eventsProcessed())
                .isEqualTo(POISON);
        assertThat(failure().attempts()).isEqualTo(2);
    }

    private ProjectionRunner newRunner() {
        DynamicProjection failing = (event, context) -> {
            environment.model().add(context.event().offset());
            if (context.event().offset() == POISON) {
                throw new IllegalStateException("poison");
            }
        };
        return environment.newRunner(ProjectionDefinition.of(NAME, failing, STREAM)
                .withOptions(ProjectionOptions.DEFAULT.withRetry(
                        new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofSeconds(60), 0))));
    }

    private void append(int count) {
        for (int i = 0; i < count; i++) {
            environment.log().append(STREAM, NewEvent.of("Tested", JsonText.of("1")));
        }
    }

    private FailedEvent failure() {
        return environment.parts().places().runStates().load(NAME).orElseThrow().failure();
    }

    private static Iterable<Long> upTo(long end) {
        return LongStream.range(0, end).boxed().toList();
    }
}
