package org.headrace.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.ProjectionStatus.Failure;
import org.headrace.projection.ProjectionStatus.Position;
import org.junit.jupiter.api.Test;

class ProjectionStatusTest {

    private final ProjectionStatus status = new ProjectionStatus(
            "p",
            ProjectionState.RETRYING,
            List.of(
                    new Position("pay", 9, 12, new Counts(6, 1, 0, 4)),
                    new Position("open", 4, 4, new Counts(3, 0, 0, 2))),
            "the salary of Ada is no number",
            Instant.EPOCH,
            new Failure("pay", 10, "the salary of Ada is no number", "trace", 2, null),
            "a",
            "6 events wait as dead letters.");

    @Test
    void whatConcernsStreamsThatOneMayNotKnowOfIsLeftOut() {
        ProjectionStatus seen = status.seenBy("open"::equals);

        assertThat(seen.positions()).extracting(Position::stream).containsExactly("open");
        assertThat(seen.deadLetters()).isEqualTo(2);
        assertThat(seen.lag()).isZero();
        assertThat(seen.toString()).doesNotContain("pay\"", "salary", "trace", "6 events");
        assertThat(seen.explanation()).contains("headrace.restricted-streams");
        assertThat(seen.state()).isEqualTo(ProjectionState.RETRYING);
        assertThat(status.seenBy("pay"::equals).failure()).isEqualTo(status.failure());
        assertThat(status.seenBy("nothing"::equals).deadLetters()).isZero();
    }

    @Test
    void whoMayKnowOfAllSeesAll() {
        assertThat(status.seenBy(stream -> true)).isEqualTo(status);
    }
}
