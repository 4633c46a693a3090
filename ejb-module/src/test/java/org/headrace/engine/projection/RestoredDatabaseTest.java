package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.headrace.json.JsonText;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.stream.EventLogUnavailableException;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A database that is restored, or swapped, beneath a running node whose projections are at the head of their streams. */
class RestoredDatabaseTest {

    private static final String NAME = "guarded";

    private final RunnerEnvironment environment = RunnerEnvironment.postgres(() -> {});

    @AfterEach
    void close() {
        environment.close();
    }

    @Test
    void aNodeAtItsHeadNoticesThatTheWholeDatabaseWasRestoredAndGoesOnFromThere() throws Exception {
        append("S", 10);
        ProjectionRunner runner = runner("S");
        environment.run(runner);
        EmbeddedDatabase backup = environment.database().backup();
        append("S", 5);
        environment.run(runner);
        assertThat(environment.model().offsets()).hasSize(15);

        environment.database().restore(backup);
        noticeIn(runner);

        assertThat(runner.standing().misfit()).isNull();
        assertThat(runner.standing().place("S").orElseThrow().lastProcessedOffset())
                .isEqualTo(9);
        append("S", 3);
        environment.run(runner);
        assertThat(environment.model().offsets())
                .containsExactlyElementsOf(LongStream.range(0, 13).boxed().toList());
    }

    @Test
    void aNodeAtItsHeadStopsWhenItsLogWentBackWithoutItsCheckpoint() throws Exception {
        append("S", 10);
        append("T", 1);
        ProjectionRunner runner = runner("S", "T");
        environment.run(runner);
        assertThat(runner.hasWork()).isFalse();

        environment.database().execute("DELETE FROM events WHERE stream_offset > 4");
        environment.database().execute("UPDATE streams SET head = 4 WHERE name = 'S'");
        noticeIn(runner);

        assertThat(runner.standing().misfit()).contains("offset 9 of stream S", "ends at 4", "rebuild");
        append("T", 1);
        environment.run(runner);
        assertThat(runner.standing().misfit())
                .as("another stream does not hide it")
                .contains("stream S");
        assertThat(environment.model().offsets()).as("nor is it read on").hasSize(11);

        append("S", 7);
        environment.run(runner);
        assertThat(runner.standing().misfit())
                .as("the stream is beyond the checkpoint again, with other events before it")
                .contains("stream S");
        assertThat(environment.model().offsets()).hasSize(11);
    }

    @Test
    void oneThatWasStoppedGoesOnByItselfWhenItsCheckpointIsRestoredTooWhileTheNodeRuns() throws Exception {
        append("S", 5);
        EmbeddedDatabase backup = environment.database().backup();
        append("S", 5);
        ProjectionRunner runner = runner("S");
        environment.run(runner);
        environment.database().execute("DELETE FROM events WHERE stream_offset > 4");
        environment.database().execute("UPDATE streams SET head = 4 WHERE name = 'S'");
        noticeIn(runner);
        assertThat(runner.standing().misfit()).isNotNull();

        environment.database().restore(backup);
        Awaitility.await().until(() -> {
            environment.clock().move(Duration.ofSeconds(10));
            environment.lookAtLeases();
            environment.run(runner);
            return environment.model().offsets().size() == 5;
        });

        assertThat(runner.standing().misfit()).isNull();
    }

    /** As a timeout does, which offers a turn only when there is something to do. */
    private void noticeIn(ProjectionRunner runner) throws Exception {
        environment.parts().streams().look();
        assertThat(runner.hasWork()).as("it is noticed").isTrue();
        environment.run(runner);
    }

    private ProjectionRunner runner(String... streams) {
        DynamicProjection adding =
                (event, context) -> environment.model().add(context.event().offset());
        return environment.newRunner(ProjectionDefinition.of(NAME, adding, streams));
    }

    private void append(String stream, int count) {
        for (int i = 0; i < count; i++) {
            NewEvent event = NewEvent.of("Tested", JsonText.of("1")).withEventId(UUID.randomUUID());
            // The writer's own connection is cut by a backup or a restore.
            Awaitility.await()
                    .ignoreExceptionsInstanceOf(EventLogUnavailableException.class)
                    .until(() ->
                            environment.log().append(stream, event).offsets().size() == 1);
        }
    }
}
