package org.headrace.web.projection;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.time.Instant;
import java.util.List;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStatus;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.ProjectionStatus.Failure;
import org.headrace.projection.ProjectionStatus.Position;
import org.junit.jupiter.api.Test;

class ProjectionViewTest {

    private static final Jsonb JSONB = JsonbBuilder.create();
    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void hasTheShapeThatClientsRelyOn() {
        var status = new ProjectionStatus(
                "user-statistics",
                ProjectionState.CATCHING_UP,
                List.of(new Position("UserWorkflow", 4, 9, new Counts(3, 2, 1, 1))),
                null,
                null,
                null,
                "node-1",
                "Reading");
        assertThat(json(status))
                .isEqualTo("{\"name\":\"user-statistics\",\"stream\":\"UserWorkflow\",\"state\":\"CatchingUp\","
                        + "\"lastProcessedOffset\":4,\"head\":9,\"lag\":5,\"eventsProcessed\":3,\"eventsOfUnknownType\":2,"
                        + "\"eventsSkipped\":1,\"deadLetters\":1,\"lastError\":null,"
                        + "\"lastErrorAt\":null,\"owner\":\"node-1\",\"explanation\":\"Reading\",\"streams\":["
                        + "{\"stream\":\"UserWorkflow\",\"lastProcessedOffset\":4,\"head\":9,\"lag\":5,"
                        + "\"eventsProcessed\":3,\"eventsOfUnknownType\":2,\"eventsSkipped\":1,\"deadLetters\":1}]}");
    }

    @Test
    void tellsTheEventThatHoldsItUp() {
        var status = new ProjectionStatus(
                "p",
                ProjectionState.RETRYING,
                List.of(new Position("S", -1, 0, new Counts(0, 0, 0))),
                "boom",
                AT,
                new Failure("S", 0, "boom", "at X", 2, AT.plusSeconds(1)),
                null,
                "Retrying");
        assertThat(json(status))
                .contains("\"lastError\":\"boom\",\"lastErrorAt\":\"2026-01-31T12:00:00Z\"")
                .contains("\"failure\":{\"stream\":\"S\",\"offset\":0,\"error\":\"boom\",\"attempts\":2,"
                        + "\"nextAttemptAt\":\"2026-01-31T12:00:01Z\",\"stackTrace\":\"at X\"}");
    }

    @Test
    void countsSeveralStreamsAsOne() {
        ProjectionView view = ProjectionView.of(new ProjectionStatus(
                "p",
                ProjectionState.LIVE,
                List.of(
                        new Position("A", 4, 5, new Counts(5, 0, 0)),
                        new Position("B", -1, -1, new Counts(0, 0, 0)),
                        new Position("C", 0, 3, new Counts(1, 0, 0))),
                null,
                null,
                null,
                null,
                ""));
        assertThat(view.stream()).isEqualTo("A,B,C");
        assertThat(view.lastProcessedOffset()).isEqualTo(5);
        assertThat(view.head()).isEqualTo(9);
        assertThat(view.lag()).isEqualTo(4).isEqualTo(view.head() - view.lastProcessedOffset());
    }

    private static String json(ProjectionStatus status) {
        return JSONB.toJson(ProjectionView.of(status));
    }
}
